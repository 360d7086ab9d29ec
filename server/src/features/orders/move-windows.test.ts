import { describe, expect, it } from 'vitest';
import { deliveryAfter, nextWindow } from './move-windows.ts';

const aWindow = (from: string, to: string) => ({ from, to, zone: 'Europe/Berlin' });
const pickup = aWindow('2026-11-18T08:00:00.000Z', '2026-11-18T12:00:00.000Z');

describe('a pick-up that came too late', () => {
  it.each([
    ['2026-11-18T12:00:00.000Z', '2026-11-19'],
    ['2026-11-19T11:59:59.999Z', '2026-11-19'],
    ['2026-11-21T15:00:00.000Z', '2026-11-22'],
  ])('may at %s be had at the same hours of %s', (now, day) => {
    expect(nextWindow(pickup, new Date(now))).toEqual(aWindow(`${day}T08:00:00.000Z`, `${day}T12:00:00.000Z`));
  });

  it('moves the delivery by as much where that would end before it', () => {
    const next = nextWindow(pickup, new Date('2026-11-21T15:00:00.000Z'));
    const moved = (from: string, to: string) =>
      deliveryAfter({ pickup: { window: pickup }, delivery: { window: aWindow(from, to) } }, next);

    expect(moved('2026-11-18T22:00:00.000Z', '2026-11-19T04:00:00.000Z')).toEqual(
      aWindow('2026-11-22T22:00:00.000Z', '2026-11-23T04:00:00.000Z'),
    );
    expect(moved('2026-11-18T22:00:00.000Z', '2026-11-24T04:00:00.000Z')).toEqual(
      aWindow('2026-11-18T22:00:00.000Z', '2026-11-24T04:00:00.000Z'),
    );
  });
});
