import { describe, expect, it } from 'vitest';
import { createBreaker } from './breaker.ts';

const atTime = () => {
  let time = 1_000;
  const breaker = createBreaker({ failures: 5, retryAfterMs: 2_000, now: () => time });
  const fail = (times: number) => {
    for (let i = 0; i < times; i += 1) breaker.failure();
  };
  const later = (ms: number) => {
    time += ms;
  };
  return { breaker, fail, later };
};

describe('a server that does not answer is left alone', () => {
  it('after five failures in a row, not after four', () => {
    const { breaker, fail } = atTime();

    fail(4);
    expect(breaker.allow()).toBe(true);

    fail(1);
    expect(breaker.state).toBe('open');
    expect(breaker.allow()).toBe(false);
  });

  it('but an answer in between starts the count anew', () => {
    const { breaker, fail } = atTime();

    fail(4);
    breaker.success();
    fail(4);

    expect(breaker.state).toBe('closed');
  });

  it('for two seconds, then one call alone may try', () => {
    const { breaker, fail, later } = atTime();
    fail(5);

    later(1_999);
    expect(breaker.allow()).toBe(false);

    later(1);
    expect(breaker.state).toBe('half_open');
    expect(breaker.allow()).toBe(true);
    expect(breaker.allow()).toBe(false);
  });

  it('for two seconds more when that one fails, and no longer when it succeeds', () => {
    const { breaker, fail, later } = atTime();
    fail(5);
    later(2_000);
    breaker.allow();

    breaker.failure();
    later(1_999);
    expect(breaker.allow()).toBe(false);

    later(1);
    expect(breaker.allow()).toBe(true);
    breaker.success();
    expect(breaker.state).toBe('closed');
  });

  it('no longer than the calls that were under way when it opened would make it', () => {
    const { breaker, fail, later } = atTime();
    fail(5);

    later(1_500);
    fail(3);
    later(500);

    expect(breaker.allow()).toBe(true);
  });

  it('until it says itself that it is back', () => {
    const { breaker, fail } = atTime();
    fail(5);

    breaker.retryNow();

    expect(breaker.allow()).toBe(true);
  });
});
