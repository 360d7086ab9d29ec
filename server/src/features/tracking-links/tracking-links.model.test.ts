import { describe, expect, it } from 'vitest';
import { expiryOf, isLive, LIVE_LINKS, type TrackingLink, withLink } from './tracking-links.model.ts';

const NOW = new Date('2026-11-21T08:00:00.000Z');
const DAY = 24 * 3_600_000;
const days = (count: number) => new Date(NOW.getTime() + count * DAY);
const aLink = (age: number, fields: Partial<TrackingLink> = {}): TrackingLink => ({
  id: `lnk_${age}`,
  createdAt: days(-age),
  expiresAt: days(1),
  ...fields,
});

describe('a link ends', () => {
  it.each([
    ['seven days after the delivery window', days(2), days(9)],
    ['at most ninety days from now', days(100), days(90)],
    ['a day from now where the delivery is long over', days(-30), days(1)],
  ])('%s unless somebody says otherwise', (_rule, windowTo, expected) => {
    expect(expiryOf(undefined, windowTo, NOW)).toEqual(expected);
  });

  it.each([
    ['a moment from now', new Date(NOW.getTime() + 1), true],
    ['in ninety days', days(90), true],
    ['a moment later than that', new Date(days(90).getTime() + 1), false],
    ['now', NOW, false],
    ['yesterday', days(-1), false],
  ])('%s: %s', (_when, at, taken) => {
    expect(expiryOf(at.toISOString(), days(2), NOW)).toEqual(taken ? at : undefined);
  });

  it('at its time or when it is revoked', () => {
    expect(isLive(aLink(0), NOW)).toBe(true);
    expect(isLive(aLink(0), days(1))).toBe(false);
    expect(isLive(aLink(0, { revokedAt: NOW }), NOW)).toBe(false);
  });
});

describe('the links of an order', () => {
  const many = (count: number, fields: Partial<TrackingLink> = {}) =>
    Array.from({ length: count }, (_, age) => aLink(age + 1, fields));

  it('are twenty that are live, and no more', () => {
    expect(withLink(many(LIVE_LINKS - 1), aLink(0), NOW)).toHaveLength(LIVE_LINKS);
    expect(() => withLink(many(LIVE_LINKS), aLink(0), NOW)).toThrow('20 links');
  });

  it('make room by ending, of which the oldest are forgotten first and a live one never', () => {
    const ended = many(LIVE_LINKS, { revokedAt: NOW });
    const oldest = aLink(99);
    const links = withLink([...ended, oldest], aLink(0), NOW);
    expect(links.map(({ id }) => id)).toEqual(['lnk_0', ...ended.slice(0, 18).map(({ id }) => id), 'lnk_99']);
  });
});
