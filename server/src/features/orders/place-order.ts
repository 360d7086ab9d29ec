import { setTimeout as wait } from 'node:timers/promises';
import { v7 } from 'uuid';
import type { Ctx } from '../../platform/http/context.ts';
import {
  IdempotencyInProgress,
  IdempotencyKeyReuse,
  IdMismatch,
  InvalidRequest,
  UnknownReference,
} from '../../platform/http/errors.ts';
import { assessOrder } from './assess-order.ts';
import { newOrder } from './new-order.ts';
import { assertWindows, normalised } from './normalise.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { OrderIdTaken } from './orders.errors.ts';
import { maySee } from './orders.model.ts';
import type { NewOrder, OrderDocument } from './orders.types.ts';

const ORDER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** A majority read may not see the other writer yet: look again for a second before saying "wait". */
const LOOKS = 10;
const LOOK_EVERY_MS = 100;

export interface Placement {
  readonly order: OrderDocument;
  readonly replayed: boolean;
}

/**
 * Stores an order under the id its client made: placed, or in review when it cannot be honoured as sent.
 *
 * Order, timeline entry and pending event are one document, so there is no half-placed order and no event without its
 * order. The same id again, at any age, gives the order as it is now; the write happens at most once because the id is
 * the key.
 */
export async function placeOrder(
  deps: OrdersDeps,
  ctx: Ctx,
  input: { body: NewOrder; bodyHash: string; key: string | undefined },
): Promise<Placement> {
  const id = orderIdOf(input.body.id, input.key);
  const stored = await deps.repo.get(ctx, id); // before every business rule
  if (stored) return replay(ctx, stored, input.bodyHash);

  const clientId = await clientOf(deps, ctx, input.body);
  assertWindows(input.body);
  const terms = { ...input.body, ...normalised(deps, input.body), clientId };
  const at = deps.now();
  const assessment = await assessOrder(deps, ctx, terms, () => deps.countOrder(ctx, { clientId, orderId: id, at }));

  for (;;) {
    const reference = await deps.references.next(ctx, await deps.referencePrefix(ctx), at);
    const order = newOrder(ctx, { id, reference, requestHash: input.bodyHash, terms, assessment, at: deps.now() });
    const outcome = await deps.repo.insertOnce(ctx, order);
    if (outcome === 'stored') {
      deps.nudge();
      return { order, replayed: false };
    }
    if (outcome === 'id_taken') return replay(ctx, await otherWriters(deps, ctx, id), input.bodyHash);
    // Somebody counted by hand: take the next number.
  }
}

/** The body's id, the key, or a new one; both must be the same. */
function orderIdOf(bodyId: string | undefined, key: string | undefined): string {
  if (bodyId !== undefined && key !== undefined && bodyId !== key) throw IdMismatch({ body: bodyId, key });
  const id = bodyId ?? key;
  if (id === undefined) return v7();
  if (ORDER_ID.test(id)) return id;
  const error = {
    pointer: '/header/Idempotency-Key',
    code: 'format',
    message: 'must be a UUIDv7, because it becomes the order’s id.',
  };
  throw InvalidRequest({ errors: [error] }, { errors: [error] });
}

function replay(ctx: Ctx, stored: OrderDocument, hash: string): Placement {
  if (!maySee(ctx.actor, stored)) throw OrderIdTaken({ id: stored.id });
  if (stored.requestHash !== hash) throw IdempotencyKeyReuse({ key: stored.id });
  return { order: stored, replayed: true };
}

async function otherWriters(deps: OrdersDeps, ctx: Ctx, id: string): Promise<OrderDocument> {
  for (let look = 0; look < LOOKS; look++) {
    const stored = await deps.repo.get(ctx, id);
    if (stored) return stored;
    await wait(LOOK_EVERY_MS);
  }
  throw IdempotencyInProgress({});
}

/** A client orders for itself; staff say for whom. */
async function clientOf(deps: OrdersDeps, ctx: Ctx, body: NewOrder): Promise<string> {
  const own = ctx.actor.role === 'client' ? ctx.actor.clientId : undefined;
  const problem = (code: string, message: string) => {
    const errors = [{ pointer: '/clientId', code, message }];
    return InvalidRequest({ errors }, { errors });
  };
  if (own !== undefined) {
    if (body.clientId !== undefined && body.clientId !== own)
      throw UnknownReference({ pointer: '/clientId', id: body.clientId });
    return own;
  }
  if (body.clientId === undefined) throw problem('required', 'is required; say for which client the order is.');
  if (!(await deps.clientExists(ctx, body.clientId)))
    throw UnknownReference({ pointer: '/clientId', id: body.clientId });
  return body.clientId;
}
