import { afterAll, describe, expect, it } from 'vitest';
import type { FaultRow } from './support/fault-judge.ts';
import { faultServer } from './support/fault-site.ts';
import { faultRows, faultTable } from './support/fault-table.ts';

const newSite = await faultServer();
const site = await newSite();
const done: FaultRow[] = [];

describe('an order on a network that fails on the wire is neither lost nor doubled, and its state is true', () => {
  afterAll(() => console.log(faultTable(done)));

  it.each(faultRows(site).map(({ row, fault, run }) => [row, fault, run] as const))(
    'fault row %i: %s',
    async (_row, _fault, run) => {
      const line = await run();
      done.push(line);
      expect(line).toMatchObject({ lost: 0, doubled: 0 });
    },
    120_000,
  );
});
