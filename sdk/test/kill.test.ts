import { expect, it } from 'vitest';
import { killLoop } from './support/kill-loop.ts';
import { dice } from './support/proof.ts';

it.each(['SQLite', 'files'] as const)(
  '30: two processes order over one store in %s and are killed again and again: both sides have the same, once',
  async (kind) => {
    const { seed } = dice(0, 0);
    const { counts, ...wrong } = await killLoop({ kind, orders: 250, perRound: 90, seed });
    console.log(`${kind}, seed ${seed}: ${JSON.stringify(counts)}`);
    expect(wrong).toEqual({ lost: [], notAccepted: [], unknown: [], doubled: [], outOfOrder: [], left: 0 });
    expect(counts.promised).toBeGreaterThanOrEqual(250);
  },
  120_000,
);
