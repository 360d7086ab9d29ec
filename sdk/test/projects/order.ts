import type { NewOrder } from '@symphonia/sdk/outbox';

const stop = {
  name: 'Elbwerk AG',
  address: 'Rheinstrasse 99',
  city: 'Darmstadt',
  postcode: '64295',
  country: 'DE',
  coordinates: [8.6512, 49.8728] as const,
  window: { from: '2026-11-23T07:00:00.000Z', to: '2026-11-23T09:00:00.000Z', zone: 'Europe/Berlin' },
};

/** An order that any of the projects places. */
export const order: NewOrder = {
  transportType: 'ltl',
  lines: [{ productId: 'prd_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c', quantity: 2, weightGrams: 480_000 }],
  pickup: stop,
  delivery: { ...stop, city: 'Frankfurt am Main', postcode: '60327' },
};
