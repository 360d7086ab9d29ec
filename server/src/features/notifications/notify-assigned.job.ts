import type { Ctx } from '../../platform/http/context.ts';
import { defineJob } from '../../platform/queue/define-job.ts';
import type { OrderDocument } from '../orders/index.ts';
import { assignedMail, type Recipient } from './assigned-mail.ts';
import type { NotifyDeps } from './notifications.deps.ts';
import { sendOnce } from './send-once.ts';

/** Which assignment of which order: the event's sequence names it, the order's version finds it in the timeline. */
export interface NotifyAssigned {
  readonly orderId: string;
  readonly sequence: number;
  readonly version: number;
}

const NAME = 'orders.notify-assigned';
const keyOf = ({ orderId, sequence }: NotifyAssigned): string => `${orderId}:${sequence}`;

/** Mails the driver of an order, or else its carrier, that it is assigned to him; nobody when that is over by now. */
export const notifyAssigned = defineJob({
  name: NAME,
  data: readData,
  key: keyOf,
  // Nobody is there to press again: the waits add up to more than ten minutes.
  attempts: 8,
  async run(deps: NotifyDeps, ctx, data) {
    const order = await deps.orders.get(ctx, data.orderId);
    if (!order || !isStill(order, data.version)) return 'over';
    const recipient = await recipientOf(deps, ctx, order);
    if (!recipient) {
      ctx.log.info(
        { orderId: order.id, carrierId: order.carrierId, driverId: order.driverId },
        'nobody with an address carries this order',
      );
      return 'nobody';
    }
    return sendOnce(deps, ctx, { ...assignedMail(order, recipient), messageId: `${NAME}:${keyOf(data)}` });
  },
});

/** Whether the order is still assigned, and by that very assignment: a later one has a mail of its own. */
export function isStill(order: Pick<OrderDocument, 'status' | 'timeline'>, version: number): boolean {
  return (
    order.status === 'assigned' && order.timeline.findLast(({ type }) => type === 'order.assigned')?.version === version
  );
}

async function recipientOf(
  deps: NotifyDeps,
  ctx: Ctx,
  { driverId, carrierId }: OrderDocument,
): Promise<Recipient | undefined> {
  const driver = driverId ? await deps.users.user(ctx, driverId) : null;
  if (driver) return driver;
  const carrier = carrierId ? await deps.carriers.getCarrier(ctx, carrierId) : undefined;
  return carrier?.email === undefined ? undefined : { name: carrier.name, email: carrier.email };
}

function readData(value: unknown): NotifyAssigned {
  const { orderId, sequence, version } = (value ?? {}) as Partial<Record<keyof NotifyAssigned, unknown>>; // checked below
  if (typeof orderId !== 'string' || !Number.isInteger(sequence) || !Number.isInteger(version))
    throw new Error(`These are no data of ${NAME}.`);
  return { orderId, sequence: Number(sequence), version: Number(version) };
}
