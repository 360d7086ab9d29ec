import type { Filter, UpdateFilter } from 'mongodb';
import { assertVersion, requireIfMatch } from '../http/conditional.ts';
import { NotFound } from '../http/errors.ts';
import { mergePatch } from '../http/merge-patch.ts';
import type { TenantCollection, TenantCtx, TenantDocument } from './tenant-collection.ts';

/** A document that is changed by `PATCH` with `If-Match`: every change counts `version` up by one. */
export interface VersionedDocument extends TenantDocument {
  readonly id: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A change as it was asked for; the contract has already closed `patch` to the fields that may be changed. */
interface Amendment {
  readonly id: string;
  /** What the thing is called in a 404: `product`. */
  readonly what: string;
  readonly ifMatch: number | '*' | undefined;
  readonly patch: object;
  readonly at: Date;
}

/** The head of a new document: its keys, version 1 and its times. */
export function firstVersion(ctx: Pick<TenantCtx, 'tenantId'>, id: string, at: Date): VersionedDocument {
  return { _id: `${ctx.tenantId}:${id}`, tenantId: ctx.tenantId, id, version: 1, createdAt: at, updatedAt: at };
}

/**
 * Changes a versioned document by a JSON merge patch (RFC 7396) and returns it as it is then: 428 without `If-Match`,
 * 404 when it is not there, 412 when it is no longer at the version the caller saw.
 *
 * The write is one atomic step that is filtered by the version, so of two changes based on the same version exactly one
 * wins, whoever read first; dying before it leaves nothing, dying after it leaves the whole change.
 */
export async function amendVersioned<T extends VersionedDocument>(
  collection: TenantCollection<T>,
  ctx: TenantCtx,
  amendment: Amendment,
): Promise<T> {
  const { id, what, ifMatch, patch, at } = amendment;
  const seen = requireIfMatch(ifMatch);
  const stored = await collection.get(ctx, id);
  if (!stored) throw NotFound({ what });
  assertVersion(seen, stored.version);

  const filter = { _id: collection.key(ctx, id), version: stored.version } as Filter<T>; // T has both fields
  const amended = await collection.update(ctx, filter, updateOf<T>(stored, patch, at));
  if (amended) return amended;

  // Somebody was faster between our read and our write: say what became of it.
  const now = await collection.get(ctx, id);
  if (!now) throw NotFound({ what });
  assertVersion(seen, now.version);
  throw new Error(`${what} ${id} is at version ${now.version}, but did not match it.`);
}

/** Only the fields named by the patch are written; one that the patch removed is removed, never stored as null. */
function updateOf<T extends VersionedDocument>(stored: T, patch: object, at: Date): UpdateFilter<T> {
  const merged = mergePatch(stored, patch) as Record<string, unknown>; // a patch that is an object makes an object
  const names = Object.keys(patch);
  const set = Object.fromEntries(names.filter((name) => name in merged).map((name) => [name, merged[name]]));
  const unset = Object.fromEntries(names.filter((name) => !(name in merged)).map((name) => [name, '']));
  const update = {
    $set: { ...set, updatedAt: at },
    $inc: { version: 1 },
    ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
  };
  return update as unknown as UpdateFilter<T>; // the names were checked against the contract, not against T
}
