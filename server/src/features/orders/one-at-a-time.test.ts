import { describe, expect, it } from 'vitest';
import { RateLimited } from '../../platform/http/rate-limit.errors.ts';
import { oneAtATime } from './one-at-a-time.ts';

describe('one at a time', () => {
  it('runs what one caller asks for in its order, and what others ask for at once', async () => {
    const turns = oneAtATime(2);
    const [first, other] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const begun: string[] = [];
    const work = (name: string, until?: Promise<void>) => async () => {
      begun.push(name);
      await until;
      return name;
    };
    const mine = [turns('me', work('a', first.promise)), turns('me', work('b')), turns('me', work('c'))];
    const theirs = turns('them', work('x', other.promise));
    await new Promise(setImmediate);

    expect(begun).toEqual(['a', 'x']);
    await expect(turns('me', work('d'))).rejects.toSatisfy(RateLimited.is);
    first.resolve();
    expect(await Promise.all(mine)).toEqual(['a', 'b', 'c']);
    other.resolve();
    expect(await theirs).toBe('x');
    expect(begun).toEqual(['a', 'x', 'b', 'c']);
  });

  it('goes on behind what failed', async () => {
    const turns = oneAtATime(2);
    const [failed, next] = [turns('me', () => Promise.reject(new Error('no'))), turns('me', async () => 'next')];
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('next');
  });
});
