import type { Db } from 'mongodb';
import type { ExistingIndex } from './compare.ts';

const NAMESPACE_NOT_FOUND = 26;

/** The indexes of each collection; none for a collection that does not exist yet. */
export async function readIndexes(db: Db, collections: Iterable<string>): Promise<Map<string, ExistingIndex[]>> {
  const found = new Map<string, ExistingIndex[]>();
  for (const collection of new Set(collections)) found.set(collection, await indexesOf(db, collection));
  return found;
}

async function indexesOf(db: Db, collection: string): Promise<ExistingIndex[]> {
  try {
    return (await db.collection(collection).listIndexes().toArray()) as unknown as ExistingIndex[]; // the driver types every field as any
  } catch (error) {
    if ((error as { code?: number }).code === NAMESPACE_NOT_FOUND) return [];
    throw error;
  }
}
