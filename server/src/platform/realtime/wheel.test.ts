import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWheel, NOWHERE, type Rider } from './wheel.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A rider that wants to be visited every `everyMs`. */
function givenRider(everyMs: number) {
  const visits: number[] = [];
  const rider: Rider = {
    slot: NOWHERE,
    visit() {
      visits.push(Date.now() - start);
      return everyMs;
    },
  };
  const start = Date.now();
  return { rider, visits };
}

it('everybody is visited when he asked for it, by one timer', () => {
  const wheel = createWheel(100);
  const [often, seldom] = [givenRider(250), givenRider(700)];
  wheel.ride(often.rider);
  wheel.ride(seldom.rider);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(1_500);

  expect(often.visits).toEqual([0, 300, 600, 900, 1_200, 1_500]);
  expect(seldom.visits).toEqual([0, 700, 1_400]);
});

it('a time beyond one turn is looked at again after it', () => {
  const wheel = createWheel(10);
  const { rider, visits } = givenRider(60_000);
  wheel.ride(rider);
  vi.advanceTimersByTime(5_110);

  expect(visits).toEqual([0, 5_110]);
});

it('who leaves is not visited again, also when somebody else is visited at that moment', () => {
  const wheel = createWheel(10);
  const left = givenRider(10);
  const leaving: Rider = {
    slot: NOWHERE,
    visit() {
      wheel.leave(left.rider);
      return 10;
    },
  };
  wheel.ride(leaving);
  wheel.ride(left.rider);
  vi.advanceTimersByTime(100);
  expect(left.visits).toEqual([0]);

  wheel.leave(leaving);
  expect(vi.getTimerCount()).toBe(0);
});

it('a process that stood still finds nobody late: its time went on only while it ran', () => {
  const wheel = createWheel(100);
  const { rider, visits } = givenRider(10_000);
  wheel.ride(rider);
  vi.setSystemTime(Date.now() + 60_000);
  vi.advanceTimersByTime(100);

  expect([visits.length, wheel.now()]).toEqual([1, 100]);
});
