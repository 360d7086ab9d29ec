import { newEvent } from '../../platform/events/event.ts';
import { assertVersion, requireIfMatch } from '../../platform/http/conditional.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { ActionNotAllowed, InvalidRequest } from '../../platform/http/errors.ts';
import { assignment } from './assignment.ts';
import { type Command, type CommandResult, runCommand } from './command.ts';
import { delivery } from './delivery.ts';
import { actorOf, eventData, subjectOf } from './order-event.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { OrderCannotMove } from './orders.errors.ts';
import {
  clampOccurredAt,
  eventsOfMove,
  FAILURE_REASONS,
  lastMoveAt,
  moversOf,
  movesFrom,
  rolesThatMoveTo,
  tellsClientWhy,
} from './orders.model.ts';
import type { MoveEffect, OrderDocument, Transition } from './orders.types.ts';
import { resolveReview } from './resolve-review.ts';

/**
 * Moves an order to its next status, in one write with its timeline entry and its events. Who loses a race is told the
 * version that won; nothing is half-moved.
 */
export async function moveOrder(
  deps: OrdersDeps,
  ctx: Ctx,
  command: Command,
  move: Transition,
): Promise<CommandResult> {
  return runCommand(deps, ctx, command, async (order) => {
    const ifMatch = requireIfMatch(command.ifMatch, { allowAny: move.to === 'cancelled' });
    assertMayEver(ctx, order, move);
    assertVersion(ifMatch, order.version);
    assertMayNow(ctx, order, move);
    const now = deps.now();
    const times = { now, occurredAt: clampOccurredAt(move.occurredAt, lastMoveAt(order), now) };
    const effect = await effectOf(deps, ctx, order, move, times);
    if (effect === 'as it is') return effect;
    return written(ctx, command, order, move, effect, times);
  });
}

/** Somebody whose role never makes this move is told so, whatever the order's status. */
function assertMayEver(ctx: Ctx, order: OrderDocument, move: Transition): void {
  const allowedBy = rolesThatMoveTo(move.to);
  if (allowedBy.includes(ctx.actor.role)) return;
  throw ActionNotAllowed(
    { role: ctx.actor.role, action: `move order ${order.reference} to ${move.to}`, allowedBy },
    { members: { allowedBy } },
  );
}

function assertMayNow(ctx: Ctx, order: OrderDocument, move: Transition): void {
  const allowedBy = moversOf(order.status, move.to);
  if (allowedBy.includes(ctx.actor.role)) return;
  const allowed = movesFrom(order.status).filter((to) => moversOf(order.status, to).includes(ctx.actor.role));
  throw OrderCannotMove(
    { reference: order.reference, from: order.status, to: move.to, allowed, allowedBy },
    { members: { allowed, allowedBy, currentVersion: order.version } },
  );
}

interface Times {
  readonly now: Date;
  /** When it happened, by the device's clock as far as that can be. */
  readonly occurredAt: Date;
}

async function effectOf(
  deps: OrdersDeps,
  ctx: Ctx,
  order: OrderDocument,
  move: Transition,
  { occurredAt }: Times,
): Promise<MoveEffect | 'as it is'> {
  if (move.to === 'assigned') return assignment(deps, ctx, order, move);
  if (move.to === 'accepted') return { unset: ['carrierId', 'vehicleId', 'driverId', 'cost'] };
  if (order.status === 'review' && move.to === 'placed') return resolveReview(deps, ctx, order, move);
  if (move.to === 'review') {
    const message = move.reason ?? 'A dispatcher looks at it.';
    return { set: { issues: [{ code: 'intake_review', pointer: '', message }] }, unset: ['alternative'] };
  }
  if (move.to === 'delivered') return delivery(deps, ctx, order, move, occurredAt);
  if (move.to === 'failed' && !FAILURE_REASONS.some((reason) => reason === move.reason)) {
    const errors = [{ pointer: '/reason', code: 'enum', message: `must be one of ${FAILURE_REASONS.join(', ')}.` }];
    throw InvalidRequest({ errors }, { errors });
  }
  return {};
}

function written(
  ctx: Ctx,
  command: Command,
  order: OrderDocument,
  move: Transition,
  effect: MoveEffect,
  { now, occurredAt }: Times,
) {
  const status = effect.to ?? move.to;
  const version = order.version + 1;
  const after = { ...order, ...effect.set, status };
  const types = eventsOfMove(order.status, status);
  const more = (type: string) => ({
    from: order.status,
    occurredAt: occurredAt.toISOString(),
    // Events are told to all parties; the timeline keeps it for those who may read it.
    ...(move.reason && tellsClientWhy(type) ? { reason: move.reason } : {}),
  });
  return {
    set: { ...effect.set, status },
    unset: effect.unset ?? [],
    timeline: [
      {
        at: now,
        ...(move.occurredAt ? { occurredAt } : {}),
        type: types.at(-1) ?? `order.${status}`,
        version,
        by: actorOf(ctx),
        ...(move.reason ? { reason: move.reason } : {}),
        ...effect.entry,
        ...(command.key ? { key: command.key } : {}),
      },
    ],
    events: types.map((type, index) =>
      newEvent({
        type,
        time: now,
        tenantId: ctx.tenantId,
        subject: subjectOf(order.id),
        sequence: order.sequence + 1 + index,
        version,
        requestId: ctx.requestId,
        // Who is let go is told by the order as it was.
        data: eventData(type === 'order.unassigned' ? { ...order, status } : after, more(type)),
      }),
    ),
  };
}
