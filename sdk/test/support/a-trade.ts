import type { NewOrder } from '../../src/outbox/index.ts';

/** The version of a grid that prices everything around Frankfurt, in minor units per started 100 kg. */
export const aVersion = (per100kg: number) => ({
  validFrom: '2026-01-01T00:00:00.000Z',
  zones: [{ code: 'DE6', postcodePrefixes: [{ country: 'DE', prefix: '6' }] }],
  brackets: [{}],
  cells: [{ from: 'DE6', to: 'DE6', bracket: 0, per100kg }],
});

/** 480 kg from Darmstadt to Frankfurt, today. */
export function anOrderFor(productId: string): Omit<NewOrder, 'id'> {
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const stop = (city: string, postcode: string, coordinates: readonly [number, number], hours: number) => ({
    ...{ name: 'Tor 3', address: 'Rheinstraße 99', city, postcode, country: 'DE', coordinates },
    window: { from: at(hours), to: at(hours + 3), zone: 'Europe/Berlin' },
  });
  return {
    transportType: 'ltl',
    lines: [{ productId, quantity: 2, weightGrams: 480_000 }],
    pickup: stop('Darmstadt', '64295', [8.6512, 49.8728], 1),
    delivery: stop('Frankfurt am Main', '60327', [8.6473, 50.1117], 5),
  };
}
