import { expect, it } from 'vitest';
import { limits } from '../../platform/config/limits.ts';
import { presentLive, staleAtOf } from './stale.ts';
import { aPoint } from './tracking.fixtures.ts';

const AT = Date.parse('2026-11-21T08:00:00.000Z');

it('a position is stale ten minutes after it was taken, however late it came', () => {
  expect(limits.tracking.staleAfterMs).toBe(600_000);
  const late = { ...aPoint(AT), recordedAt: new Date(AT + 3_600_000) };
  expect(staleAtOf(late)).toEqual(new Date(AT + limits.tracking.staleAfterMs));
});

it('a device whose clock is ahead does not stay fresh for longer', () => {
  const ahead = { ...aPoint(AT + 300_000), recordedAt: new Date(AT) };
  expect(staleAtOf(ahead)).toEqual(new Date(AT + limits.tracking.staleAfterMs));
});

it('every shown position says when it will be stale', () => {
  const point = aPoint(AT);
  expect(presentLive(point)).toEqual({
    position: { deviceTime: '2026-11-21T08:00:00.000Z', coordinates: point.position.coordinates },
    staleAt: '2026-11-21T08:10:00.000Z',
  });
  const eta = { at: new Date(AT), remainingMetres: 5, computedAt: new Date(AT), source: 'route' } as const;
  expect(presentLive(point, eta).eta).toMatchObject({ remainingMetres: 5, source: 'route' });
});
