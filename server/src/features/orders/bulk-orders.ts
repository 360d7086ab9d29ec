import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import { limits } from '../../platform/config/limits.ts';
import { derivedUuid } from '../../platform/db/new-id.ts';
import { type BulkRow, eachItem } from '../../platform/http/bulk.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { OPERATIONS } from '../../platform/http/contract.gen.ts';
import { ActionNotAllowed, InvalidRequest } from '../../platform/http/errors.ts';
import type { InputOf } from '../../platform/http/operation.ts';
import { inTheirOrder } from './in-their-order.ts';
import { moveOrder } from './move-order.ts';
import { oncePerCall } from './once-per-call.ts';
import type { OrdersDeps } from './orders.deps.ts';
import type { NewOrder, OrderDocument } from './orders.types.ts';
import { placeOrder } from './place-order.ts';

type Item = InputOf<'bulkOrders'>['body']['items'][number];
type Create = Extract<Item, { create: unknown }>['create'];
type Move = Extract<Item, { transition: unknown }>['transition'];

/** What an item has done. */
export interface Done {
  readonly status: number;
  readonly order: OrderDocument;
  readonly replayed: boolean;
}

/**
 * Places and moves many orders, each as its own call would and atomic by itself: what is wrong with one holds up no
 * other. Items about one order run in their order, the others at the same time.
 *
 * Dying half-way leaves the items that were done. Each is recognised by its id or key when the call is sent again, at
 * any age; one without its own gets it from the call's key and its place, so the whole call may be repeated until it is
 * through.
 */
export async function bulkOrders(
  deps: OrdersDeps,
  ctx: Ctx,
  { body: { items }, key }: Pick<InputOf<'bulkOrders'>, 'body' | 'key'>,
): Promise<BulkRow<Done>[]> {
  const once = oncePerCall(deps);
  const queued = inTheirOrder();
  const options = { operation: 'bulkOrders', parallel: limits.size.bulkParallel, failures: 'answered' } as const;

  return eachItem(ctx, items, options, async (item, index): Promise<Done> => {
    const own = key === undefined ? undefined : keyOfItem(key, index);
    if ('create' in item) {
      const id = item.create.id ?? own;
      return queued(id, () => place(once, ctx, item.create, id).catch(within(`/items/${index}/create`)));
    }
    const { orderId } = item.transition;
    return queued(orderId, () => move(once, ctx, item.transition, own).catch(within(`/items/${index}/transition`)));
  });
}

async function place(deps: OrdersDeps, ctx: Ctx, body: Create, key: string | undefined): Promise<Done> {
  const { roles } = OPERATIONS.placeOrder;
  if (!roles.some((role) => role === ctx.actor.role))
    throw ActionNotAllowed(
      { role: ctx.actor.role, action: 'place an order', allowedBy: roles },
      { members: { allowedBy: roles } },
    );
  const placement = await placeOrder(deps, ctx, { body, bodyHash: hashOf(body), key });
  return { ...placement, status: placement.replayed ? 200 : 201 };
}

async function move(deps: OrdersDeps, ctx: Ctx, transition: Move, derived: string | undefined): Promise<Done> {
  const { orderId, version, key = derived, ...asked } = transition;
  // A cancellation that was queued does not care what happened meanwhile; of other moves `*` is refused.
  const ifMatch = version ?? '*';
  const result = await moveOrder(deps, ctx, { orderId, key, ifMatch, bodyHash: hashOf(asked) }, asked);
  return { ...result, status: 200 };
}

/** Says where in the whole call a mistake stands that was found in an item. */
const within = (root: string) => (error: unknown) => {
  if (!InvalidRequest.is(error)) throw error;
  const errors = (error.extras.errors ?? []).map((one) => ({ ...one, pointer: `${root}${one.pointer}` }));
  throw InvalidRequest({ errors }, { errors });
};

/** As the item's own call would have it, so that the two are recognised as the same. */
const hashOf = (body: NewOrder | object): string => createHash('sha256').update(canonicalize(body)).digest('hex');

/** The id or key of the item at this place: a UUIDv7 whose time are the first 48 bits of the call's key, as in a v7. */
function keyOfItem(key: string, index: number): string {
  const time = Number.parseInt(key.slice(0, 8) + key.slice(9, 13), 16);
  return derivedUuid(`${key} ${index}`, new Date(time));
}
