import { type BulkRow, eachItem } from './bulk.ts';
import type { Ctx } from './context.ts';
import type { OperationId } from './contract.gen.ts';

/** An item of a bulk of things that carry a version: a new one, or a merge patch on the version that the caller saw. */
export type BulkChange<New, Patch> =
  | { readonly create: New }
  | { readonly amend: { readonly id: string; readonly version: number; readonly patch: Patch } };

/** How things of one kind are made, kept and shown. */
export interface BulkOf<New, Patch, T, View extends object> {
  readonly operation: OperationId;
  /** The thing as it will be kept; throws its refusal. `pointer` is where `input` stands in the body. */
  make(input: New, pointer: string): T | Promise<T>;
  /** Keeps all that are new. */
  insertAll(things: readonly T[]): Promise<void>;
  /** Changes one, with the refusals of its own call. */
  amend(id: string, change: { readonly ifMatch: number; readonly patch: Patch }): Promise<T>;
  /** The member of its row that shows it: `{ product }`. */
  show(thing: T): View;
}

/**
 * Makes and changes many things inside the operation's transaction: a bad item is answered alone, all good ones take
 * effect together when the transaction commits, and none of them when the process dies before.
 *
 * Items are judged one after the other, so a second change of one thing meets the version that the first one made. What
 * is new goes out in one call at the end, because a call for each would take most of the time.
 */
export async function bulkChanges<New, Patch, T, View extends object>(
  ctx: Ctx,
  items: readonly BulkChange<New, Patch>[],
  { operation, make, insertAll, amend, show }: BulkOf<New, Patch, T, View>,
): Promise<{ readonly items: BulkRow<View>[]; readonly changed: boolean }> {
  const fresh: T[] = [];
  let amended = 0;
  const rows = await eachItem(ctx, items, { operation, parallel: 1, failures: 'thrown' }, async (item, index) => {
    if ('create' in item) {
      const thing = await make(item.create, `/items/${index}/create`);
      fresh.push(thing);
      return { status: 201, ...show(thing) };
    }
    const { id, version, patch } = item.amend;
    const thing = await amend(id, { ifMatch: version, patch });
    amended += 1;
    return { status: 200, ...show(thing) };
  });
  await insertAll(fresh);
  return { items: rows, changed: fresh.length + amended > 0 };
}
