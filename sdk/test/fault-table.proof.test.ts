import { expect, it } from 'vitest';
import type { FaultRow } from './support/fault-judge.ts';
import { faultServer } from './support/fault-site.ts';
import { faultRows, faultTable } from './support/fault-table.ts';
import { dice } from './support/proof.ts';

const { numRuns } = dice(3, 0); // the small form is fault-table.real-server.test.ts

it.skipIf(numRuns === 0)(
  'every row of the fault table, again and again: nothing lost, nothing doubled',
  async () => {
    const newSite = await faultServer();
    const sums = new Map<number, FaultRow>();
    for (let round = 0; round < numRuns; round++)
      for (const { run } of faultRows(await newSite())) {
        const line = await run();
        const sum = sums.get(line.row) ?? { ...line, queued: 0, onServer: 0, lost: 0, doubled: 0 };
        sums.set(line.row, {
          ...sum,
          queued: sum.queued + line.queued,
          onServer: sum.onServer + line.onServer,
          lost: sum.lost + line.lost,
          doubled: sum.doubled + line.doubled,
        });
      }
    console.log(faultTable([...sums.values()]));
    for (const { lost, doubled } of sums.values()) expect([lost, doubled]).toEqual([0, 0]);
  },
  3_600_000,
);
