import { describe, expect, it } from 'vitest';
import { judge, type StatusEvent } from './status-events.ts';

/** Three events of one order, the last one of version 4. */
const events: readonly StatusEvent[] = [1, 2, 3].map((sequence) => ({
  ...{ id: `evt_${sequence}`, orderId: 'ord_1', clientId: 'cli_1' },
  ...{ sequence, version: sequence + 1 },
}));
const told = (...entries: readonly string[]) =>
  judge([{ channel: 'client:cli_1', told: entries, watchers: 2 }], events);
const WELL = { watchers: 2, due: 6, missing: 0, doubled: 0, again: 0, outOfOrder: 0, unknown: 0 };

describe('the judgement over what watchers were told', () => {
  it('finds nothing wrong with every event once and in order', () => {
    expect(told('=', 'evt_1', 'evt_2', 'evt_3')).toEqual({ ...WELL, delivered: 6 });
  });

  it.each([
    ['a hole', ['evt_1', 'evt_3'], { missing: 2 }],
    ['an end that was never told', ['evt_1', 'evt_2'], { missing: 2 }],
    ['one told twice', ['evt_1', 'evt_2', 'evt_2', 'evt_3'], { doubled: 2 }],
    ['the wrong order', ['evt_2', 'evt_1', 'evt_3'], { outOfOrder: 2, missing: 2 }],
    ['what never happened', ['evt_1', 'evt_2', 'evt_3', 'evt_9'], { unknown: 2 }],
  ])('sees %s', (_wrong, entries, found) => {
    expect(told(...entries)).toMatchObject(found);
  });

  it('takes a snapshot for all up to its version, and what is told once more after it for known', () => {
    expect(told('evt_1', '=ord_1@3', 'evt_3')).toEqual({ ...WELL, delivered: 4 });
    expect(told('evt_1', '=ord_1@4', 'evt_2', 'evt_3')).toEqual({ ...WELL, delivered: 6, again: 4 });
    expect(told('evt_1', '=ord_1@2', 'evt_3')).toMatchObject({ missing: 2 });
  });
});
