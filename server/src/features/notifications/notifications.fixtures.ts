import { v7 } from 'uuid';
import type { OrderDocument } from '../orders/index.ts';

/** An order as it stands after its first assignment (version 3, sequence 3), from Darmstadt to London. */
export function anAssignedOrder(changes: Partial<OrderDocument> = {}): OrderDocument {
  const at = new Date('2026-11-20T08:00:00.000Z');
  const by = { kind: 'user', id: 'usr_dispatcher', role: 'dispatcher' } as const;
  const id = changes.id ?? v7();
  return {
    _id: `ten_1:${id}`,
    tenantId: 'ten_1',
    id,
    reference: 'SYM-26-004711',
    status: 'assigned',
    version: 3,
    sequence: 3,
    clientId: 'cli_1',
    carrierId: 'car_1',
    transportType: 'ltl',
    lines: [
      { productId: 'prd_1', quantity: 2, weightGrams: 480_500 },
      { productId: 'prd_2', quantity: 1, weightGrams: 1_000_000 },
    ],
    pickup: {
      name: 'Odenwald Maschinenbau',
      address: 'Rheinstraße 99',
      city: 'Darmstadt',
      cityKey: 'darmstadt',
      postcode: '64295',
      country: 'DE',
      coordinates: [8.6512, 49.8728],
      window: { from: '2026-11-21T08:00:00.000Z', to: '2026-11-21T10:30:00.000Z', zone: 'Europe/Berlin' },
    },
    delivery: {
      name: 'Excel, North Gate',
      address: '1 Western Gateway',
      city: 'London',
      cityKey: 'london',
      postcode: 'E16 1XL',
      country: 'GB',
      coordinates: [0.0298, 51.5081],
      window: { from: '2026-11-22T23:00:00.000Z', to: '2026-11-23T01:00:00.000Z', zone: 'Europe/London' },
      contact: { name: 'Greta Empfang', phone: '+44 20 7946 0000', email: 'greta@excel.example' },
    },
    price: { total: 11_718, currency: 'EUR', gridId: 'grd_1', gridVersion: 1, quotedAt: '2026-11-20T08:00:00.000Z' },
    issues: [],
    instructions: 'Ring twice.',
    metadata: { 'cost centre': '4711' },
    requestHash: '',
    createdAt: at,
    updatedAt: at,
    timeline: ['order.placed', 'order.accepted', 'order.assigned'].map((type, index) => ({
      at,
      type,
      version: index + 1,
      by,
    })),
    commands: [],
    pending: [],
    ...changes,
  };
}
