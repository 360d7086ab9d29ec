import { describe, expect, it } from 'vitest';
import type { LiveMessage } from '../../platform/realtime/types.ts';
import { RECIPIENT } from './for-recipient.ts';

const event = (type: string, more: object = {}): LiveMessage => ({
  type,
  kind: 'status',
  id: 'evt_1',
  ts: '',
  data: {
    ...{ orderId: 'o1', reference: 'SYM-26-000001', status: 'in_transit', clientId: 'cli_1', carrierId: 'car_1' },
    ...{ vehicleId: 'veh_1', driverId: 'usr_1', reason: 'refused', note: 'x', totals: {}, sequence: 4, version: 3 },
    ...more,
  },
});
const ALWAYS = { orderId: 'o1', status: 'in_transit', sequence: 4, version: 3 };
const eta = { at: '2026-11-21T09:00:00.000Z' };

describe('a recipient', () => {
  it.each([
    ['order.accepted', {}, ALWAYS],
    ['order.assigned', {}, ALWAYS],
    ['order.unassigned', {}, ALWAYS],
    ['order.picked_up', {}, ALWAYS],
    ['order.in_transit', {}, ALWAYS],
    ['order.delivered', {}, ALWAYS],
    ['order.failed', {}, ALWAYS],
    ['order.returned', {}, ALWAYS],
    ['order.cancelled', {}, ALWAYS],
    ['order.eta_changed', { eta }, { ...ALWAYS, eta }],
    ['geofence.entered', { place: 'delivery' }, { ...ALWAYS, place: 'delivery' }],
    ['geofence.left', { place: 'delivery', dwellSeconds: 90 }, { ...ALWAYS, place: 'delivery' }],
    ['geofence.entered', { place: 'pickup' }, undefined],
    ['order.placed', {}, undefined],
    ['order.review_needed', {}, undefined],
    ['order.amended', {}, undefined],
    ['document.ready', { documentId: 'doc_1' }, undefined],
    ['constructor', {}, undefined],
  ])('is told of %s %o: %o', (type, more, told) => {
    expect(RECIPIENT.present(event(type, more))).toEqual(told);
  });

  it('is told a place, when, and how sure, and not who drives how fast', () => {
    const shown = { deviceTime: '2026-11-21T08:00:00.000Z', coordinates: [8.65, 49.87], heading: 7, accuracyMetres: 9 };
    const position = { ...shown, speedKmh: 71, altitudeMetres: 140, batteryPercent: 4 };
    const data = { vehicleId: 'veh_1', orderId: 'o1', position, staleAt: '2026-11-21T08:10:00.000Z', eta };
    expect(RECIPIENT.present({ type: 'position', kind: 'position', id: 'o1@1', ts: '', data })).toEqual({
      orderId: 'o1',
      position: shown,
      staleAt: '2026-11-21T08:10:00.000Z',
      eta,
    });
  });
});
