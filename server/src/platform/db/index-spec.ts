import type { CreateIndexesOptions, IndexDirection } from 'mongodb';

/** An index a repository needs, and which of its queries it serves; one that serves none fails the tests. */
export interface IndexSpec {
  readonly name: string;
  readonly key: Readonly<Record<string, IndexDirection>>;
  readonly serves: readonly string[];
  readonly unique?: true;
  readonly partialFilterExpression?: CreateIndexesOptions['partialFilterExpression'];
  /** Seconds after the time in the field that documents are removed. */
  readonly expireAfterSeconds?: number;
}

/** All indexes of one collection. */
export interface CollectionIndexes {
  readonly collection: string;
  readonly indexes: readonly IndexSpec[];
}
