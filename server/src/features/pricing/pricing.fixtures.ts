import type { NewPricingGrid } from './create-pricing-grid.ts';
import type { NewGridVersion } from './pricing.model.ts';
import type { QuoteRequest } from './quote.ts';

/** A version to be made: Darmstadt (D64) to Frankfurt (D60) at 45.00 up to 500 kg, then 8.50 per started 100 kg; 10 % diesel. */
export const aNewVersion = (fields: Partial<NewGridVersion> = {}): NewGridVersion => ({
  validFrom: '2026-01-01T00:00:00.000Z',
  zones: [
    { code: 'D64', postcodePrefixes: [{ country: 'DE', prefix: '64' }] },
    { code: 'D60', postcodePrefixes: [{ country: 'DE', prefix: '60' }] },
  ],
  brackets: [{ uptoGrams: 500_000 }, { uptoGrams: 2_500_000 }],
  cells: [
    { from: 'D64', to: 'D60', bracket: 0, flat: 4_500 },
    { from: 'D64', to: 'D60', bracket: 1, per100kg: 850 },
  ],
  surcharges: [{ code: 'diesel', name: 'Diesel', kind: 'basisPoints', amount: 1_000 }],
  ...fields,
});

/** A grid to be made. */
export const aNewGrid = (fields: Partial<NewPricingGrid> = {}): NewPricingGrid => ({
  name: 'Groupage Rhine-Main',
  transportType: 'ltl',
  currency: 'EUR',
  first: aNewVersion(),
  ...fields,
});

/** 480 kg from Darmstadt to Frankfurt; 49.50 by `aNewVersion`. */
export const aQuoteRequest = () =>
  ({
    transportType: 'ltl',
    lines: [{ weightGrams: 480_000 }],
    pickup: { city: 'Darmstadt', postcode: '64295', country: 'DE', coordinates: [8.6512, 49.8728] },
    delivery: { city: 'Frankfurt am Main', postcode: '60311', country: 'DE', coordinates: [8.6821, 50.1109] },
  }) satisfies QuoteRequest;

/** Some days from now, or from a given moment; before it when negative. */
export const inDays = (days: number, from = new Date()): Date => new Date(from.getTime() + days * 86_400_000);
