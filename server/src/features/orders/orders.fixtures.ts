import { v7 } from 'uuid';
import type { NewOrder } from './orders.types.ts';

const HOUR = 3_600_000;

/** An order from Darmstadt to Frankfurt that can be honoured; `productId` must be one of the tenant's. */
export function aNewOrder(productId: string, changes: Partial<NewOrder> = {}): NewOrder & { id: string } {
  const at = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
  return {
    id: v7(),
    transportType: 'ltl',
    lines: [{ productId, quantity: 2, weightGrams: 480_000 }],
    pickup: {
      name: 'Odenwald Maschinenbau',
      address: 'Rheinstraße 99',
      city: 'Darmstadt',
      postcode: '64295',
      country: 'DE',
      coordinates: [8.6512, 49.8728],
      window: { from: at(1), to: at(4), zone: 'Europe/Berlin' },
    },
    delivery: {
      name: 'Messe Frankfurt, Tor Nord',
      address: 'Ludwig-Erhard-Anlage 1',
      city: 'Frankfurt am Main',
      postcode: '60327',
      country: 'DE',
      coordinates: [8.6473, 50.1117],
      window: { from: at(4), to: at(10), zone: 'Europe/Berlin' },
      contact: { name: 'Greta Empfang', email: 'greta@messe.example' },
    },
    ...changes,
  } as NewOrder & { id: string }; // the id is there unless a test takes it away
}

/** A grid that prices everything in Germany: 45.00 EUR per started 100 kg. */
export const A_GRID = {
  name: 'Standard groupage',
  transportType: 'ltl',
  currency: 'EUR',
  standard: true,
  first: {
    validFrom: '2026-01-01T00:00:00.000Z',
    zones: [{ code: 'DE6', postcodePrefixes: [{ country: 'DE', prefix: '6' }] }],
    brackets: [{ uptoGrams: 24_000_000 }],
    cells: [{ from: 'DE6', to: 'DE6', bracket: 0, per100kg: 4_500 }],
    surcharges: [{ code: 'diesel', name: 'Diesel', kind: 'basisPoints', amount: 850 }],
  },
} as const;
