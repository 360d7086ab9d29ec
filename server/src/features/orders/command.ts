import { limits } from '../../platform/config/limits.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { IdempotencyKeyReuse, NotFound, ServiceUnavailable } from '../../platform/http/errors.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { TimelineFull } from './orders.errors.ts';
import { isFinal, maySee } from './orders.model.ts';
import type { OrderChange } from './orders.repo.ts';
import type { CommandRecord, OrderDocument } from './orders.types.ts';

/** A command on an order, as it came. */
export interface Command {
  readonly orderId: string;
  readonly bodyHash: string;
  readonly key: string | undefined;
  readonly ifMatch: number | '*' | undefined;
}

export interface CommandResult {
  readonly order: OrderDocument;
  readonly replayed: boolean;
}

/** How often a `*` command looks again when others change the order meanwhile. */
const TRIES = 5;

/**
 * Runs a command on an order exactly once: a key that the order has seen gives the order as it is now, before
 * `If-Match` and before every rule. `decide` judges the order as it stands and says what to write; when somebody else
 * was first it is asked again, and then tells the caller what changed.
 */
export async function runCommand(
  deps: OrdersDeps,
  ctx: Ctx,
  command: Command,
  decide: (order: OrderDocument) => Promise<Omit<OrderChange, 'command' | 'now'> | 'as it is'>,
): Promise<CommandResult> {
  for (let attempt = 0; ; attempt++) {
    const order = await deps.repo.get(ctx, command.orderId);
    if (!order || !maySee(ctx.actor, order)) throw NotFound({ what: 'transport order' });
    if (isReplay(order, command)) return { order, replayed: true };

    const change = await decide(order);
    if (change === 'as it is') return { order, replayed: false };
    assertRoom(order, change);
    const remembered: CommandRecord | undefined =
      command.key === undefined
        ? undefined
        : { key: command.key, hash: command.bodyHash, version: order.version + 1, status: 200 };
    const changed = await deps.repo.change(ctx, order, { ...change, command: remembered, now: deps.now() });
    if (changed) {
      deps.nudge();
      return { order: changed, replayed: false };
    }
    // Reading again makes `decide` refuse with 412 or 409, unless the command does not care for the version.
    if (attempt >= TRIES)
      throw ServiceUnavailable({ reason: 'The order is being changed by many at once; try again.' });
  }
}

/** Amendments leave room for moves, and what ends an order is always possible: nobody can lock one for ever. */
function assertRoom(order: OrderDocument, change: Pick<OrderChange, 'set' | 'timeline'>): void {
  const status = change.set.status as OrderDocument['status']; // set by every command
  const { timelineEntries, timelineForMoves } = limits.size;
  const limit = status === order.status ? timelineEntries - timelineForMoves : timelineEntries;
  if (isFinal(status) || order.timeline.length + change.timeline.length <= limit) return;
  throw TimelineFull({ reference: order.reference, limit });
}

/** A key seen before with the same body is a replay, with another body a mistake; old keys stand in the timeline only. */
function isReplay(order: OrderDocument, command: Command): boolean {
  if (command.key === undefined) return false;
  const known = order.commands.find((one) => one.key === command.key);
  if (known && known.hash !== command.bodyHash) throw IdempotencyKeyReuse({ key: command.key });
  return known !== undefined || order.timeline.some((entry) => entry.key === command.key && entry.version > 1);
}
