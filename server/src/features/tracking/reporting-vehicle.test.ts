import { describe, expect, it } from 'vitest';
import { type DrivenOrder, drivenVehicle } from './reporting-vehicle.ts';
import { VehicleNotYours } from './tracking.errors.ts';

const assigned = (vehicleId: string): DrivenOrder => ({ vehicleId, status: 'assigned' });
const underWay = (vehicleId: string): DrivenOrder => ({ vehicleId, status: 'in_transit' });

describe('a driver’s vehicle', () => {
  it.each<[string, DrivenOrder[], string | undefined, string]>([
    ['is that of his order', [assigned('veh_1')], undefined, 'veh_1'],
    ['is that of all his orders', [assigned('veh_1'), underWay('veh_1')], undefined, 'veh_1'],
    ['is the one with goods on board, not tomorrow’s', [assigned('veh_2'), underWay('veh_1')], undefined, 'veh_1'],
    [
      'is that of a failed delivery, which he still has on board',
      [assigned('veh_2'), { vehicleId: 'veh_1', status: 'failed' }],
      undefined,
      'veh_1',
    ],
    ['is the one he names of several', [underWay('veh_1'), underWay('veh_2')], 'veh_2', 'veh_2'],
    ['is tomorrow’s where he names it', [assigned('veh_2'), underWay('veh_1')], 'veh_2', 'veh_2'],
  ])('%s', (_rule, orders, asked, vehicle) => {
    expect(drivenVehicle(orders, asked)).toBe(vehicle);
  });

  it.each<[string, DrivenOrder[], string | undefined]>([
    ['without orders', [], undefined],
    ['whose orders have no vehicle', [{ status: 'assigned' }], undefined],
    ['who names somebody else’s', [assigned('veh_1')], 'veh_9'],
    ['of two vehicles with goods on board, unless he says which', [underWay('veh_1'), underWay('veh_2')], undefined],
    ['of two vehicles to be loaded, unless he says which', [assigned('veh_1'), assigned('veh_2')], undefined],
  ])('is refused to a driver %s', (_rule, orders, asked) => {
    expect(() => drivenVehicle(orders, asked)).toThrow(expect.objectContaining({ code: VehicleNotYours.kind.code }));
  });
});
