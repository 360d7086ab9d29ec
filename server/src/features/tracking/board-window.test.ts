import { describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/http/context.ts';
import type { LiveMessage } from '../../platform/realtime/types.ts';
import { boardWindow } from './board-window.ts';

const BOX = { west: 8, south: 49, east: 9, north: 50 };
const IN: [number, number] = [8.5, 49.5];
const OUT: [number, number] = [10, 49.5];
const staff: Actor = { kind: 'user', id: 'usr_1', role: 'dispatcher' };
const carrier: Actor = { kind: 'user', id: 'usr_2', role: 'carrier', carrierId: 'car_1' };

const place = (coordinates: [number, number], more: object = {}, vehicleId = 'veh_1'): LiveMessage => ({
  type: 'position',
  kind: 'position',
  id: `${vehicleId}@1`,
  ts: '',
  data: { vehicleId, carrierId: 'car_1', plate: 'DA-MK 471', position: { coordinates }, orders: [], ...more },
});
const status = (data: Record<string, unknown>): LiveMessage => ({
  type: 'order.picked_up',
  kind: 'status',
  id: 'evt_1',
  ts: '',
  data,
});

/** What a watcher gets of these messages. */
const seen = (window: ReturnType<typeof boardWindow>, messages: readonly LiveMessage[]) =>
  messages.map((message) => (window.wants?.(message) ? window.audience?.present(message) : undefined));

describe('a window of the board', () => {
  it('shows a vehicle while it is inside, tells once that it left, and shows it again when it returns', () => {
    const window = boardWindow(staff, BOX);
    const told = seen(window, [place(IN), place(OUT), place(OUT), place(IN), place(OUT)]);
    expect(told.map((data) => data && (data.gone ?? 'shown'))).toEqual(['shown', true, undefined, 'shown', true]);
    expect(told[0]).toMatchObject({ plate: 'DA-MK 471' });
    expect(told[1]).toEqual({ vehicleId: 'veh_1', position: { coordinates: OUT }, gone: true });
  });

  it('tells once that a vehicle is not in it which it has not seen yet: its watcher may have it from before', () => {
    const window = boardWindow(staff, BOX);
    const told = seen(window, [place(OUT), place(OUT), place(OUT, {}, 'veh_2')]);
    expect(told.map((data) => data?.gone)).toEqual([true, undefined, true]);
    window.restart?.();
    expect(seen(window, [place(OUT)])[0]?.gone).toBe(true);
  });

  it('lets a vehicle go whose last order is over, wherever it stands', () => {
    const told = seen(boardWindow(staff, BOX), [place(IN), place(IN, { gone: true }), place(IN, { gone: true })]);
    expect(told.map((data) => data && (data.gone ?? 'shown'))).toEqual(['shown', true, undefined]);
    expect(told[1]).toEqual({ vehicleId: 'veh_1', position: { coordinates: IN }, gone: true });
  });

  it('shows a carrier its own vehicles and the events of its own orders', () => {
    const messages = [
      place(IN),
      place(IN, { carrierId: 'car_2' }, 'veh_2'),
      place(OUT, { carrierId: 'car_2' }, 'veh_2'),
      status({ orderId: 'o1', carrierId: 'car_1' }),
      status({ orderId: 'o2', carrierId: 'car_2' }),
      status({ orderId: 'o3' }),
    ];
    expect(seen(boardWindow(carrier, BOX), messages).map(Boolean)).toEqual([true, false, false, true, false, false]);
    expect(seen(boardWindow(staff, BOX), messages).map(Boolean)).toEqual([true, true, true, true, true, true]);
    const nobodys: Actor = { kind: 'user', id: 'usr_3', role: 'carrier' };
    expect(seen(boardWindow(nobodys, BOX), messages).filter(Boolean)).toEqual([]);
  });
});
