import { newEvent } from '../../platform/events/event.ts';
import { assertVersion, requireIfMatch } from '../../platform/http/conditional.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { mergePatch } from '../../platform/http/merge-patch.ts';
import { assertValid } from '../../platform/http/validate.ts';
import { placeOrderBody } from '../../platform/http/validators.gen.js';
import { type Command, type CommandResult, runCommand } from './command.ts';
import { fieldsOf, judgeAmendment, type Verdict } from './judge-amendment.ts';
import { assertWindows, normalised } from './normalise.ts';
import { actorOf, eventData, subjectOf } from './order-event.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { OrderCannotBeAmended } from './orders.errors.ts';
import { amendable } from './orders.model.ts';
import type { NewOrder, OrderDocument, OrderPatch, Stop } from './orders.types.ts';

/**
 * Changes an order by a merge patch, in one write with its timeline entry and event. What is priced is quoted again:
 * staff's change is stored with both totals, a client's that differs from the price he sent goes to review; so does what
 * no grid prices, without the price it had.
 */
export async function amendOrder(
  deps: OrdersDeps,
  ctx: Ctx,
  command: Command,
  patch: OrderPatch,
): Promise<CommandResult> {
  return runCommand(deps, ctx, command, async (order) => {
    const ifMatch = requireIfMatch(command.ifMatch);
    assertVersion(ifMatch, order.version);
    assertAmendable(ctx, order, patch);

    const merged = mergePatch(bodyOf(order), patch) as NewOrder; // judged by the contract in the next line
    assertValid(placeOrderBody, merged, '');
    assertWindows(merged);
    const next = { ...merged, ...normalised(deps, merged), clientId: order.clientId };
    const verdict = await judgeAmendment(deps, ctx, order, next, patch);
    return written(deps, ctx, command, order, next, patch, verdict);
  });
}

/** Fields that stay open until the end: notes, contacts and the delivery window. */
function assertAmendable(ctx: Ctx, order: OrderDocument, patch: OrderPatch): void {
  const open = amendable(ctx.actor, order.status);
  const closed =
    open === 'all'
      ? []
      : fieldsOf(patch).filter(
          (field) =>
            open === 'nothing' || !/^(instructions|metadata|(pickup|delivery)\.contact|delivery\.window)$/.test(field),
        );
  if (closed.length > 0)
    throw OrderCannotBeAmended({ reference: order.reference, status: order.status, fields: closed });
}

/** The order as its client could have sent it. */
function bodyOf(order: OrderDocument): NewOrder {
  const stop = ({ cityKey: _, ...shown }: OrderDocument['pickup']): Stop => shown;
  return {
    clientId: order.clientId,
    transportType: order.transportType,
    lines: [...order.lines],
    pickup: stop(order.pickup),
    delivery: stop(order.delivery),
    ...(order.price ? { price: order.price } : {}),
    ...(order.instructions === undefined ? {} : { instructions: order.instructions }),
    ...(order.metadata === undefined ? {} : { metadata: order.metadata }),
  };
}

function written(
  deps: OrdersDeps,
  ctx: Ctx,
  command: Command,
  order: OrderDocument,
  next: ReturnType<typeof normalised> & NewOrder,
  patch: OrderPatch,
  verdict: Verdict | undefined,
) {
  const now = deps.now();
  const version = order.version + 1;
  const { status, issues, alternative, cost } = verdict ?? order;
  const { price } = verdict ?? order;
  const set = {
    lines: next.lines,
    pickup: next.pickup,
    delivery: next.delivery,
    status,
    issues,
    ...(price ? { price } : {}),
    ...(cost ? { cost } : {}),
    ...(alternative ? { alternative } : {}),
    ...(next.instructions === undefined ? {} : { instructions: next.instructions }),
    ...(next.metadata === undefined ? {} : { metadata: next.metadata }),
  };
  const gone = [
    ...(next.instructions === undefined ? ['instructions'] : []),
    ...(next.metadata === undefined ? ['metadata'] : []),
    ...(price ? [] : ['price']),
    ...(cost ? [] : ['cost']),
    ...(alternative ? [] : ['alternative']),
  ];
  const repriced = price && order.price && price.total !== order.price.total;
  const moved = { placed: 'order.placed', review: 'order.review_needed' }[status as 'placed' | 'review'];
  const types = ['order.amended', ...(status !== order.status && moved ? [moved] : [])];
  const changed = fieldsOf(patch);
  return {
    set,
    unset: gone,
    timeline: [
      {
        at: now,
        type: 'order.amended',
        version,
        by: actorOf(ctx),
        changed,
        ...(repriced ? { totals: { before: order.price.total, after: price.total } } : {}),
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
        data: eventData({ ...order, status }, { changed }),
      }),
    ),
  };
}
