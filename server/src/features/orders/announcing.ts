import type { EventRecord } from '../../platform/events/event.ts';

/** What `eventData` tells of an order, read by the database itself; fields that are absent stay so. */
const TOLD = {
  orderId: '$id',
  reference: '$reference',
  status: '$status',
  clientId: '$clientId',
  carrierId: '$carrierId',
  vehicleId: '$vehicleId',
  driverId: '$driverId',
};

/**
 * Stages of an update that add events to an order: numbered, and told of the order, by the database in the same step, so
 * that a command at the same moment can neither take a number nor be overtaken. They raise `sequence` and nothing else.
 */
export function announcing(events: readonly EventRecord[], now: Date): Record<string, unknown>[] {
  const added = events.map(({ data, ...envelope }, index) => {
    const own = {
      // Raised by all of them before.
      sequence: { $subtract: ['$sequence', events.length - 1 - index] },
      version: '$version',
      // Texts that begin with a dollar must stay texts.
      data: { $mergeObjects: [TOLD, { $literal: data }] },
    };
    return { $mergeObjects: [{ $literal: envelope }, own] };
  });
  return [
    { $set: { sequence: { $add: ['$sequence', events.length] } } },
    { $set: { pending: { $concatArrays: ['$pending', added] }, pendingAt: { $min: ['$pendingAt', now] } } },
  ];
}
