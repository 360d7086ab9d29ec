import { expect, it } from 'vitest';
import { inTheirOrder } from './in-their-order.ts';

it('work of one key waits for what came before, also when that fails; other work does not wait', async () => {
  const queued = inTheirOrder();
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  const work =
    (name: string, after: Promise<void> = Promise.resolve()) =>
    async () => {
      await after;
      done.push(name);
      if (name === 'a1') throw new Error(name);
      return name;
    };

  const first = queued('a', work('a1', gate.promise));
  const rest = [queued('a', work('a2')), queued('a', work('a3'))];
  await Promise.all([queued('b', work('b1')), queued(undefined, work('none'))]);
  expect(done.toSorted()).toEqual(['b1', 'none']);
  gate.resolve();

  await expect(first).rejects.toThrow('a1');
  expect(await Promise.all(rest)).toEqual(['a2', 'a3']);
  expect(done.slice(2)).toEqual(['a1', 'a2', 'a3']);
});
