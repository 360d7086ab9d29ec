import { describe, expect, it } from 'vitest';
import { monthOf } from './usage-month.ts';

/** Moments around the borders of months, the last second before and the first one after, in UTC. */
const BORDERS = [
  // Berlin is two hours ahead in summer and one in winter.
  ['Europe/Berlin', '2026-06-30T21:59:59.999Z', '2026-06', 'summer, the last moment'],
  ['Europe/Berlin', '2026-06-30T22:00:00.000Z', '2026-07', 'summer, the first'],
  ['Europe/Berlin', '2026-11-30T22:59:59.999Z', '2026-11', 'winter, the last moment'],
  ['Europe/Berlin', '2026-11-30T23:00:00.000Z', '2026-12', 'winter, the first'],
  // The clocks there are set back on 25 October and forward on 29 March.
  ['Europe/Berlin', '2026-10-31T22:59:59.999Z', '2026-10', 'after the clocks were set back'],
  ['Europe/Berlin', '2026-10-31T23:00:00.000Z', '2026-11', 'after the clocks were set back'],
  ['Europe/Berlin', '2026-03-31T21:59:59.999Z', '2026-03', 'after the clocks were set forward'],
  ['Europe/Berlin', '2026-03-31T22:00:00.000Z', '2026-04', 'after the clocks were set forward'],
  // In 2024 the last day of March itself is the one that has 23 hours.
  ['Europe/Berlin', '2024-03-31T21:59:59.999Z', '2024-03', 'on the day of 23 hours'],
  ['Europe/Berlin', '2024-03-31T22:00:00.000Z', '2024-04', 'on the day of 23 hours'],
  ['Europe/Berlin', '2026-12-31T22:59:59.999Z', '2026-12', 'the last moment of the year'],
  ['Europe/Berlin', '2026-12-31T23:00:00.000Z', '2027-01', 'the first of the next'],
  // Los Angeles sets its clocks back on 1 November 2026 at 2 a.m.: the month begins in summer time.
  ['America/Los_Angeles', '2026-11-01T06:59:59.999Z', '2026-10', 'the last moment before the day of 25 hours'],
  ['America/Los_Angeles', '2026-11-01T07:00:00.000Z', '2026-11', 'the first of the day of 25 hours'],
  ['America/Los_Angeles', '2026-11-01T09:30:00.000Z', '2026-11', 'the hour that comes twice'],
  ['America/Los_Angeles', '2026-12-01T07:59:59.999Z', '2026-11', 'winter, the last moment'],
  ['America/Los_Angeles', '2026-12-01T08:00:00.000Z', '2026-12', 'winter, the first'],
  ['America/Los_Angeles', '2027-01-01T07:59:59.999Z', '2026-12', 'the last moment of the year'],
  ['America/Los_Angeles', '2027-01-01T08:00:00.000Z', '2027-01', 'the first of the next'],
  ['UTC', '2026-12-31T23:59:59.999Z', '2026-12', 'the last moment of the year'],
  ['UTC', '2027-01-01T00:00:00.000Z', '2027-01', 'the first of the next'],
  ['Pacific/Kiritimati', '2026-12-31T10:00:00.000Z', '2027-01', 'where it is the next year first'],
] as const;

describe('the month of a moment', () => {
  it.each(BORDERS)('in %s at %s is %s: %s', (zone, at, month) => {
    expect(monthOf(new Date(at), zone)).toBe(month);
  });

  it('begins at midnight of the first there, in every zone and every month of three years', () => {
    for (const zone of ['Europe/Berlin', 'America/Los_Angeles', 'Australia/Lord_Howe', 'America/Santiago', 'UTC']) {
      const clock = new Intl.DateTimeFormat('en', {
        timeZone: zone,
        day: 'numeric',
        hour: '2-digit',
        hourCycle: 'h23',
      });
      const borders: string[] = [];
      for (let at = Date.UTC(2025, 11, 28); at < Date.UTC(2029, 0, 4); at += 1_800_000) {
        if (monthOf(new Date(at), zone) === monthOf(new Date(at - 1_800_000), zone)) continue;
        borders.push(clock.format(new Date(at)));
      }
      expect(borders).toHaveLength(37);
      expect(new Set(borders)).toEqual(new Set(['1, 00']));
    }
  });
});
