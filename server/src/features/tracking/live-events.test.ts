import { describe, expect, it } from 'vitest';
import { newEvent } from '../../platform/events/event.ts';
import type { Cursor, LiveMessage } from '../../platform/realtime/types.ts';
import { createLiveEvents } from './live-events.ts';
import type { TrackingDeps } from './tracking.deps.ts';

const anEvent = (type: string, data: Record<string, unknown> = {}) =>
  newEvent({
    type,
    time: new Date('2026-11-21T08:00:00.000Z'),
    tenantId: 'ten_1',
    subject: 'transport-order/o1',
    sequence: 4,
    version: 3,
    requestId: 'req_1',
    data: { orderId: 'o1', clientId: 'cli_1', status: 'assigned', vehicleId: 'veh_1', ...data },
  });

/** The live channels with a Redis that can be taken away. */
function given() {
  const told: { channel: string; message: LiveMessage }[] = [];
  const rechecked: string[] = [];
  const redis = { away: false };
  const handle = createLiveEvents({
    publish: async (_tenantId: string, channel: string, message: LiveMessage) => {
      told.push({ channel, message });
      return redis.away ? 'here' : 'everywhere';
    },
    position: async (): Promise<Cursor | undefined> => (redis.away ? undefined : { epoch: 'e', seq: 1 }),
    recheck: async (_tenantId: string, channel: string) => void rechecked.push(channel),
    positions: { current: async () => null },
  } as unknown as TrackingDeps); // what telling needs
  return { told, rechecked, redis, handle };
}

describe('an event of an order', () => {
  it('is told to who watches the order and who watches its client, with its numbers', async () => {
    const { told, handle } = given();
    const event = anEvent('order.picked_up');

    await handle(event);

    expect(told.map(({ channel }) => channel)).toEqual(['order:o1', 'client:cli_1', 'board']);
    expect(told[0]?.message).toEqual({
      id: event.id,
      type: 'order.picked_up',
      kind: 'status',
      ts: '2026-11-21T08:00:00.000Z',
      data: { orderId: 'o1', clientId: 'cli_1', status: 'assigned', vehicleId: 'veh_1', sequence: 4, version: 3 },
    });
  });

  it('of another subject is nobody’s here', async () => {
    const { told, handle } = given();
    await handle({ ...anEvent('export.ready'), subject: 'export/exp_1', data: { exportId: 'exp_1' } });
    expect(told).toEqual([]);
  });

  it.each([
    ['order.assigned', ['order:o1']],
    ['order.unassigned', ['vehicle:veh_1']],
    ['order.delivered', ['vehicle:veh_1']],
    ['order.amended', []],
  ])('%s has those asked again who may have lost it: %s', async (type, channels) => {
    const { rechecked, handle } = given();
    await handle(anEvent(type));
    expect(rechecked).toEqual(channels);
  });
});

describe('while Redis is away', () => {
  it('an event waits, and is told to this process once, not with every try', async () => {
    const { told, redis, handle } = given();
    const event = anEvent('order.delivered');
    redis.away = true;

    for (let i = 0; i < 3; i++) await expect(handle(event)).rejects.toThrow('Redis');
    expect(told).toHaveLength(3);

    redis.away = false;
    await handle(event);
    expect(told).toHaveLength(6);
    expect(new Set(told.map(({ message }) => message.id))).toEqual(new Set([event.id]));
  });
});
