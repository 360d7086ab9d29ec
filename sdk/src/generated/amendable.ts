// Generated from openapi.yaml by `npm run gen`; do not edit.

/** Members of an order that an amendment may change. */
export const AMENDABLE: readonly string[] = [
  'lines',
  'pickup',
  'delivery',
  'price',
  'instructions',
  'metadata',
];
