import { afterAll, describe, expect, it } from 'vitest';
import { aCtx, ownDatabase } from '../../platform/db/mongo.fixtures.ts';
import type { LiveMessage } from '../../platform/realtime/types.ts';
import type { OrdersApi } from '../orders/index.ts';
import { trackingFeature } from './index.ts';
import { createPositionsRepo } from './positions.repo.ts';
import type { TrackingOptions } from './tracking.deps.ts';
import { aPoint, aReportedPoint } from './tracking.fixtures.ts';

const database = ownDatabase();
afterAll(() => database.drop());

type Publish = TrackingOptions['publish'];

/** A carrier with one vehicle and nothing on board, and live channels that do what the test says. */
function given(publish: (message: LiveMessage) => ReturnType<Publish>) {
  const told: LiveMessage[] = [];
  const vehicle = { id: 'veh_1', carrierId: 'car_1' } as Awaited<
    ReturnType<TrackingOptions['carriers']['vehiclesOf']>
  >[number]; // as much as reporting asks
  const feature = trackingFeature(
    { mongo: database.mongo, now: () => new Date(), log: aCtx().log },
    {
      orders: { ofVehicle: async () => [] } as unknown as OrdersApi, // a carrier's report asks no more
      carriers: { getVehicle: async () => vehicle, vehicles: async () => [], vehiclesOf: async () => [vehicle] },
      clientExists: async () => false,
      publish: (_tenantId, _channel, message) => {
        told.push(message);
        return publish(message);
      },
      position: async () => undefined,
      recheck: async () => {},
    },
  );
  const ctx = aCtx({ actor: { kind: 'user', id: 'usr_1', role: 'carrier', carrierId: 'car_1' } });
  return { told, ctx, report: (...points: ReturnType<typeof aReportedPoint>[]) => feature.api.ingest(ctx, { points }) };
}

describe('a batch that was interrupted', () => {
  it('heals when it comes again: nothing doubled, and the watchers told under the same id', async () => {
    let dying = true;
    const { told, report } = given(async () => {
      if (dying) throw new Error('the process ends here');
      return 'everywhere';
    });
    const point = aReportedPoint();

    await expect(report(point)).rejects.toThrow('the process ends here');
    dying = false;
    expect(await report(point)).toEqual({ accepted: 0, duplicates: 1, refused: [] });

    expect(told).toHaveLength(2);
    expect(told[1]).toEqual(told[0]);
  });

  it('heals when it ended between history and current position', async () => {
    const { told, ctx, report } = given(async () => 'everywhere');
    const at = Date.now();
    await createPositionsRepo(database.mongo).addToHistory(ctx, [aPoint(at)]);

    expect(await report(aReportedPoint({ deviceTime: new Date(at).toISOString() }))).toMatchObject({
      accepted: 0,
      duplicates: 1,
    });

    expect(told).toHaveLength(1);
  });
});

describe('two reports at once', () => {
  it('leave the newest position as the last one told, even when the older one is slow', async () => {
    const now = Date.now();
    const [older, newer] = [now, now + 1_000].map((at) => aReportedPoint({ deviceTime: new Date(at).toISOString() }));
    if (!older || !newer) throw new Error('there are two');
    const heard: string[] = [];
    let release = () => {};
    let isFirst = true;
    const { report } = given(async ({ ts }) => {
      if (isFirst) {
        isFirst = false;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      }
      heard.push(ts);
      return 'everywhere';
    });

    const slow = report(older);
    await expect.poll(() => isFirst).toBe(false);
    await report(newer);
    release();
    await slow;

    expect(heard).toEqual([newer.deviceTime, older.deviceTime, newer.deviceTime]);
  });

  it('of which one is older than what is known tell only the newer', async () => {
    const { told, report } = given(async () => 'everywhere');
    await report(aReportedPoint());
    await report(aReportedPoint({ deviceTime: new Date(Date.now() - 60_000).toISOString() }));
    expect(told).toHaveLength(1);
  });
});
