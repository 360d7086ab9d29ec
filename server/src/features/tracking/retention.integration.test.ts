import { afterAll, describe, expect, it } from 'vitest';
import { aCtx, ownDatabase } from '../../platform/db/mongo.fixtures.ts';
import { applyRetention } from './apply-retention.ts';
import { createPositionsRepo, positionsIndexes } from './positions.repo.ts';
import { createRetentionRepo } from './retention.repo.ts';
import { aPoint } from './tracking.fixtures.ts';

const DAY = 24 * 3_600_000;
const T = Date.parse('2026-11-01T08:00:00.000Z');

describe('how long positions are kept', () => {
  const database = ownDatabase();
  afterAll(() => database.drop());
  const positions = createPositionsRepo(database.mongo);
  const repo = createRetentionRepo(database.mongo);
  const settings = new Map<string, number>();
  const apply = () => applyRetention({ repo, retentionDays: async ({ tenantId }) => settings.get(tenantId) ?? 30 });

  /** A tenant with points of two vehicles, reported on two days, kept for so many days. */
  async function given(days: number) {
    const ctx = aCtx();
    settings.set(ctx.tenantId, days);
    for (const point of [aPoint(T), aPoint(T + DAY), aPoint(T, [8, 50], 'veh_2')]) {
      await positions.addToHistory(ctx, [point], days);
      await positions.moveTo(ctx, point, days);
    }
    const ends = async () => {
      const all = await Promise.all(
        positionsIndexes.map(({ collection }) =>
          database.mongo.db
            .collection<{ expiresAt: Date }>(collection)
            .find({ tenantId: ctx.tenantId })
            .sort({ expiresAt: 1 })
            .toArray(),
        ),
      );
      return all.map((found) => found.map(({ expiresAt }) => (expiresAt.getTime() - T) / DAY));
    };
    return { ctx, ends };
  }

  it('is counted from when a point reached us, for the history and for what is current', async () => {
    const { ends } = await given(7);
    expect(await ends()).toEqual([
      [7, 7, 8],
      [7, 8],
    ]);
    for (const { indexes } of positionsIndexes)
      expect(indexes).toMatchObject([{ key: { expiresAt: 1 }, expireAfterSeconds: 0 }]);
  });

  it('holds for the points that are there once the setting was changed, for that tenant alone', async () => {
    const [first, second] = [await given(30), await given(30)];
    await apply();

    settings.set(first.ctx.tenantId, 5);
    expect(await apply()).toBe(5);
    expect([await first.ends(), await second.ends()]).toEqual([
      [
        [5, 5, 6],
        [5, 6],
      ],
      [
        [30, 30, 31],
        [30, 31],
      ],
    ]);
    expect(await apply()).toBe(0);

    settings.set(first.ctx.tenantId, 90);
    expect(await apply()).toBe(5);
    expect((await first.ends())[0]).toEqual([90, 90, 91]);
  });

  it('is given to points of a time when they had no end of their own', async () => {
    const { ctx, ends } = await given(12);
    for (const { collection } of positionsIndexes)
      await database.mongo.db
        .collection(collection)
        .updateMany({ tenantId: ctx.tenantId }, { $unset: { expiresAt: 1 } });
    await apply();
    expect((await ends())[0]).toEqual([12, 12, 13]);
  });

  it('goes on where it ended when it died half-way', async () => {
    const { ctx, ends } = await given(30);
    await apply();
    settings.set(ctx.tenantId, 3);
    const dying = { ...repo, setApplied: () => Promise.reject(new Error('the process ends here')) };
    await expect(applyRetention({ repo: dying, retentionDays: async () => 3 })).rejects.toThrow('ends here');
    await apply();
    expect((await ends())[0]).toEqual([3, 3, 4]);
  });
});
