import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { NEXT } from '../../server/src/features/orders/orders.model.ts';

const ROW = /^\| `(\w+)` \| (.+) \| (.+) \|$/gm;

describe('the guide for integrators', () => {
  it('lists the moves that orders may make, and who makes them', async () => {
    const text = await readFile(new URL('../../docs/guides/integrator.md', import.meta.url), 'utf8');
    const section = /^## Moves$([\s\S]*?)^## /m.exec(text)?.[1] ?? '';
    const told = [...section.matchAll(ROW)].flatMap(([, from, to = '', by]) => {
      const targets = [...to.matchAll(/`(\w+)`/g)];
      return targets.length > 0 ? targets.map(([, target]) => `${from} → ${target}: ${by}`) : [`${from}: final`];
    });

    const made = Object.entries(NEXT).flatMap(([from, row]) => {
      const targets = Object.entries(row);
      return targets.length > 0 ? targets.map(([to, by]) => `${from} → ${to}: ${by.join(', ')}`) : [`${from}: final`];
    });
    expect(told.toSorted()).toEqual(made.toSorted());
  });
});
