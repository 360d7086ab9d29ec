import { describe, expect, it } from 'vitest';
import { verdict } from './verdict.ts';

const event = (type: string, version: number) => ({ id: `evt_${version}`, type: `order.${type}`, version });
const ALL = [
  event('placed', 1),
  event('accepted', 2),
  event('assigned', 3),
  event('picked_up', 4),
  event('delivered', 5),
];
const SINCE_PLACED = { snapshots: [{ version: 1 }], positions: [] };

describe('what a watcher must have seen', () => {
  it('is every event after the snapshot he began with, in order', () => {
    const { due, told, doubled } = verdict(ALL, { ...SINCE_PLACED, events: ALL.slice(1) });
    expect(told).toEqual(['accepted', 'assigned', 'picked_up', 'delivered']);
    expect(due).toEqual(told);
    expect(doubled).toBe(0);
  });

  it('does not count what the first snapshot had shown already', () => {
    const { due, told } = verdict(ALL, { ...SINCE_PLACED, events: ALL });
    expect(told).toEqual(due);
    expect(told[0]).toBe('accepted');
  });

  it('shows an event that never came', () => {
    const { due, told } = verdict(ALL, { ...SINCE_PLACED, events: [...ALL.slice(1, 3), ...ALL.slice(4)] });
    expect(due).toContain('picked_up');
    expect(told).not.toContain('picked_up');
  });

  it('shows events that came in another order', () => {
    const { due, told } = verdict(ALL, {
      ...SINCE_PLACED,
      events: [ALL[2], ALL[1], ALL[3], ALL[4]].filter((one) => one !== undefined),
    });
    expect(told).not.toEqual(due);
  });

  it('counts an event that came twice', () => {
    expect(verdict(ALL, { ...SINCE_PLACED, events: [...ALL.slice(1), ...ALL.slice(4)] }).doubled).toBe(1);
  });

  it('takes a later snapshot for what it stands for, and for nothing after it', () => {
    const seen = { snapshots: [{ version: 1 }, { version: 4 }], positions: [] };
    expect(verdict(ALL, { ...seen, events: [...ALL.slice(1, 2), ...ALL.slice(4)] })).toMatchObject({
      due: ['accepted', 'delivered'],
      told: ['accepted', 'delivered'],
    });
    expect(verdict(ALL, { ...seen, events: ALL.slice(1, 2) }).due).toContain('delivered');
  });

  it('counts positions that go back in time', () => {
    const positions = [
      '2026-11-21T10:00:01.000Z',
      '2026-11-21T10:00:03.000Z',
      '2026-11-21T10:00:02.000Z',
      '2026-11-21T10:00:02.000Z',
    ];
    expect(verdict(ALL, { ...SINCE_PLACED, events: [], positions }).backwards).toBe(1);
  });
});
