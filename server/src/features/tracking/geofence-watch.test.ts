import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { givenMemory, PLACE, RADIUS, type Step, seenAt } from './geofence.fixtures.ts';
import { judge } from './geofence.ts';
import { watchFences } from './geofence-watch.ts';
import type { VehiclePoint } from './tracking.model.ts';

const ctx = aCtx();

/** What `POST tracking/positions` does with a batch. */
const reportTo = (memory: ReturnType<typeof givenMemory>) => async (points: readonly VehiclePoint[]) => {
  await memory.add(points);
  await watchFences(memory, ctx, [await memory.order()], points);
};
const FENCE = { centre: PLACE, radiusMetres: RADIUS, mayEnter: () => true, apartMs: 0 };

/** Points as a tour by the place gives them, each at a time of its own, in order; slow enough that every visit counts. */
const tours = fc
  .array(fc.constantFrom([20], [20], [20], [250], [900], [900], [0, 400]), { minLength: 1, maxLength: 14 })
  .map((places) => places.map(([metres = 0, accuracy], index) => seenAt(100 * (index + 1), metres, accuracy)));
/** A tour in batches: its points in any order, some of them twice. */
const batches = tours.chain((tour) =>
  fc.record({
    tour: fc.constant(tour),
    sent: fc.array(fc.array(fc.constantFrom(...tour), { minLength: 1, maxLength: 6 }), { maxLength: 6 }),
  }),
);

/** Whatever came in which order: nothing told twice, nothing missed by who knows the whole tour. */
function expectTruth({ visits, told, all }: ReturnType<typeof givenMemory>) {
  const known = visits();
  for (const [index, { enteredAt, leftAt }] of known.entries()) {
    if (index > 0) expect(known[index - 1]?.leftAt?.getTime()).toBeLessThan(enteredAt.getTime());
    if (leftAt) expect(leftAt.getTime()).toBeGreaterThan(enteredAt.getTime());
  }
  const seconds = (time: Date) => time.getTime() / 1_000;
  expect(
    told
      .filter(({ type }) => type === 'geofence.entered')
      .map(({ at }) => at)
      .sort((a, b) => a - b),
  ).toEqual(known.map(({ enteredAt }) => seconds(enteredAt)));
  expect(
    told
      .filter(({ type }) => type === 'geofence.left')
      .map(({ at }) => at)
      .sort((a, b) => a - b),
  ).toEqual(known.flatMap(({ leftAt }) => (leftAt ? [seconds(leftAt)] : [])));
  const truth = judge([], all(), FENCE);
  for (const real of truth.visits) {
    const overlaps = known.some(
      ({ enteredAt, leftAt }) => (!real.leftAt || enteredAt <= real.leftAt) && (!leftAt || real.enteredAt <= leftAt),
    );
    expect(overlaps).toBe(true);
  }
  expect(judge(known, all(), FENCE).changes).toEqual([]);
}

describe('the visits of a tour', () => {
  it('are those of the whole tour, in whatever pieces it comes, when it comes in order', async () => {
    await fc.assert(
      fc.asyncProperty(tours, fc.array(fc.integer({ min: 1, max: 5 })), async (tour, sizes) => {
        const memory = givenMemory();
        const report = reportTo(memory);
        for (let from = 0, piece = 0; from < tour.length; piece++) {
          const to = from + (sizes[piece] ?? 1);
          await report(tour.slice(from, to));
          from = to;
        }
        expect(memory.visits()).toEqual(judge([], tour, FENCE).visits);
        expectTruth(memory);
      }),
    );
  });

  it('are told once and none is missed, in whatever order and however often its points come', async () => {
    const [inside, away] = [20, 900];
    const late = {
      // The visit of the first batch is ended by a point that comes late; what it held after that begins another.
      tour: [seenAt(100, inside)],
      sent: [
        [seenAt(100, inside), seenAt(1_000, inside), seenAt(900, inside)],
        [seenAt(700, away), seenAt(100, inside)],
      ],
    };
    const parted = {
      // What lies before a told visit is part of it, until somebody says that the vehicle was away in between.
      tour: [seenAt(100, inside)],
      sent: [
        [seenAt(900, inside), seenAt(700, inside)],
        [seenAt(100, inside), seenAt(200, inside)],
        [seenAt(300, away), seenAt(800, 250)],
      ],
    };
    await fc.assert(
      fc.asyncProperty(batches, async ({ tour, sent }) => {
        const memory = givenMemory();
        const report = reportTo(memory);
        for (const points of [...sent, tour]) {
          await report(points);
          expectTruth(memory);
        }

        const before = memory.told.length;
        for (const points of [...sent, tour]) await report(points);
        expect(memory.told).toHaveLength(before);
      }),
      { examples: [[late], [parted]] },
    );
  });

  it('are told once and none is missed, however the steps of several processes mix', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.scheduler(), async ({ tour, sent }, scheduler) => {
        const mixed: Step = (work) => scheduler.schedule(Promise.resolve()).then(work);
        const memory = givenMemory(mixed);
        // The tour itself in two halves, so that all of it is there in the end and nobody saw all of it.
        const halves = [tour.filter((_, index) => index % 2 === 0), tour.filter((_, index) => index % 2 === 1)];
        const reports = [...sent, ...halves.filter(({ length }) => length > 0)].map(reportTo(memory));
        await scheduler.waitFor(Promise.all(reports));
        expectTruth(memory);
      }),
      { numRuns: 300 },
    );
  });
});

it('a report that is mixed of today and long ago reads no more than it may, and still tells of today', async () => {
  let read = 0;
  const memory = givenMemory(undefined, 10);
  const counting = {
    ...memory,
    around: {
      ...memory.around,
      after: async (...asked: Parameters<typeof memory.around.after>) => {
        const points = await memory.around.after(...asked);
        read += points.length;
        return points;
      },
    },
  };
  await memory.add(Array.from({ length: 500 }, (_, index) => seenAt(index + 1, 900)));
  const report = [seenAt(0.5, 20), seenAt(600, 20), seenAt(601, 20)];
  await memory.add(report);

  await watchFences(counting, ctx, [await memory.order()], report);

  expect(memory.told).toEqual([{ type: 'geofence.entered', at: 600 }]);
  // Twice: something was told, so it looked again.
  expect(read).toBeLessThanOrEqual(2 * 12);
});

it('a vehicle on its way costs no question, wherever it is not', async () => {
  let asked = 0;
  const memory = givenMemory(async (work) => {
    asked++;
    return work();
  });
  const order = await memory.order();
  asked = 0;
  const far = Array.from({ length: 1_000 }, (_, index) => seenAt(index, 900 + index));

  expect(await watchFences(memory, ctx, [order], far)).toEqual([order]);
  expect(asked).toBe(0);
});
