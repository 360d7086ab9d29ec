const stop = (city: string, postcode: string, latitude: number) => ({
  name: 'Elbwerk Logistik GmbH, Tor 3',
  address: 'Rheinstraße 99',
  city,
  postcode,
  country: 'DE',
  coordinates: [8.6512, latitude] as const,
  window: { from: '2026-11-23T07:00:00.000Z', to: '2026-11-23T09:00:00.000Z', zone: 'Europe/Berlin' },
});

/** A transport order of the usual size: about 900 bytes as JSON. */
export function anOrder() {
  const line = { productId: 'prd_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c', quantity: 2, weightGrams: 480_000 };
  return {
    transportType: 'ltl' as const,
    lines: [line, { ...line, quantity: 4, weightGrams: 910_000 }, { ...line, quantity: 1, weightGrams: 120_000 }],
    pickup: stop('Darmstadt', '64295', 49.8728),
    delivery: stop('Frankfurt am Main', '60327', 50.1117),
  };
}

/** The id of the n-th stored order: a UUIDv7 as far as anybody looks. */
export function orderId(n: number): string {
  return `0192f0c1-5a7e-7c3b-8000-${n.toString(16).padStart(12, '0')}`;
}

/** `text` for each further order from 1 to `count`: what a queue stored for one, under another id. */
export function* copies(text: string, count: number): Generator<{ readonly id: string; readonly text: string }> {
  for (let n = 1; n <= count; n++) yield { id: orderId(n), text: text.replaceAll(orderId(0), orderId(n)) };
}

/** A page of 40 products, about 17 kB: what the catalog answers. */
export function products() {
  return {
    data: Array.from({ length: 40 }, (_, n) => ({
      id: `prd_${orderId(n)}`,
      name: `Euro pallet, stackable, type ${n}`,
      description: 'Palletised goods up to 1,200 kg and 220 cm, with tail lift where the address needs one.',
      transportType: 'ltl',
      unit: 'pallet',
      limits: { maxWeightGrams: 1_200_000, maxQuantity: 33 },
      proofRequired: 'signature',
      status: 'active',
      version: 3,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-11-01T00:00:00.000Z',
    })),
  };
}
