import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  cityKey,
  type PricingGrid,
  quote,
  type TransportType,
  zoneOf,
} from '../../../server/src/features/pricing/quote.ts';
import { DEMO_PLANS, demoAgreedGrids, demoContracts, demoSubscriptions, type PlanKey } from './agreements.ts';
import { type CarrierKey, DEMO_CARRIERS, demoVehicles } from './carriers.ts';
import { DEMO_CITIES } from './cities.ts';
import { demoGrids } from './grids.ts';
import { journeyOrders } from './orders.ts';
import { type ClientKey, DEMO_CLIENTS, demoUsers } from './people.ts';
import { DEMO_PRODUCTS, type ProductKey } from './products.ts';
import { DRIVE_ENDS } from './sites.ts';
import { demoTenant } from './tenant.ts';
import { DEMO_ZONES } from './zones.ts';

const TRANSPORT_TYPES = ['ftl', 'ltl', 'express', 'refrigerated', 'bulk'];
const NOW = Date.parse('2026-11-23T08:00:00Z');

let made = 0;
const uuid = () => {
  made += 1;
  return `0192f0c1-5a7e-7c3b-9a51-${String(made).padStart(12, '0')}`;
};
/** An id for every key, of the kind the server gives. */
const idsOf = <Key extends string>(prefix: string, rows: readonly { readonly key: Key }[]) =>
  Object.fromEntries(rows.map(({ key }) => [key, `${prefix}_${uuid()}`])) as Record<Key, string>; // fromEntries forgets the keys

const clientIds: Record<ClientKey, string> = idsOf('cli', DEMO_CLIENTS);
const carrierIds: Record<CarrierKey, string> = idsOf('car', DEMO_CARRIERS);
const productIds: Record<ProductKey, string> = idsOf('prd', DEMO_PRODUCTS);
const users = demoUsers({ clientIds, carrierIds, password: 'given by the caller' });
const vehicles = demoVehicles(carrierIds);
const SINCE = '2026-01-01T00:00:00.000Z';
const newGrids = demoGrids(SINCE);
const agreedGrids = demoAgreedGrids(SINCE);
const gridIds = new Map(agreedGrids.map(({ name }) => [name, `grd_${uuid()}`]));
const planIds: Record<PlanKey, string> = idsOf('pln', DEMO_PLANS);
const contracts = demoContracts({ clientIds, carrierIds, gridIds }, SINCE);
const grids: PricingGrid[] = newGrids.map(({ transportType, currency, first }) => ({
  ...first,
  id: 'grd_demo',
  version: 1,
  transportType,
  currency,
}));
const journeys = journeyOrders({ clientIds, productIds, now: NOW, newId: uuid });
const gridOf = (type: TransportType) => grids.find(({ transportType }) => transportType === type) as PricingGrid;

describe('every body of the demo is what the contract asks for', () => {
  const contract = parse(readFileSync(new URL('../../../openapi.yaml', import.meta.url), 'utf8')) as object;
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: fullFormats }).addSchema({
    $id: 'contract',
    ...contract,
  });

  it.each([
    ['Registration', [demoTenant('given by the caller')]],
    ['NewProduct', DEMO_PRODUCTS.map(({ body }) => body)],
    ['NewClient', DEMO_CLIENTS.map(({ body }) => body)],
    ['NewCarrier', DEMO_CARRIERS.map(({ body }) => body)],
    ['NewVehicle', vehicles.map(({ body }) => body)],
    ['NewUser', users.map(({ body }) => body)],
    ['NewPricingGrid', [...newGrids, ...agreedGrids]],
    ['NewPlan', DEMO_PLANS.map(({ body }) => body)],
    ['NewSubscription', demoSubscriptions(clientIds, planIds)],
    ['NewContract', contracts],
    ['NewOrder', journeys.map(({ order }) => order)],
  ] as const)('%s', (schema, bodies) => {
    const validate = ajv.compile({ $ref: `contract#/components/schemas/${schema}` });
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) expect([body, validate(body), validate.errors]).toEqual([body, true, null]);
  });
});

describe('the catalog', () => {
  it('has products and one standard grid for every transport type', () => {
    expect(new Set(DEMO_PRODUCTS.map(({ body }) => body.transportType))).toEqual(new Set(TRANSPORT_TYPES));
    expect(newGrids.map(({ transportType }) => transportType).sort()).toEqual([...TRANSPORT_TYPES].sort());
  });

  it('has grids small enough for one request of 100 kB', () => {
    for (const grid of newGrids) expect(Buffer.byteLength(JSON.stringify(grid))).toBeLessThan(100_000);
  });

  it('has an agreed grid for each contract, of its transport type and cheaper than the standard', () => {
    for (const { gridId, transportType } of contracts) {
      const agreed = agreedGrids.find(({ name }) => gridIds.get(name) === gridId);
      const standard = newGrids.find((grid) => grid.transportType === transportType);
      expect(agreed).toMatchObject({ transportType, standard: false });
      const sum = (grid: typeof standard) =>
        (grid?.first.cells ?? []).reduce((total, { flat = 0, per100kg = 0 }) => total + flat + per100kg, 0);
      expect(sum(agreed)).toBeLessThan(sum(standard));
    }
  });

  it('has carriers for every transport type, and each of their vehicles drives what its carrier does', () => {
    expect(new Set(DEMO_CARRIERS.flatMap(({ body }) => body.transportTypes))).toEqual(new Set(TRANSPORT_TYPES));
    for (const { body } of vehicles) {
      const owner = DEMO_CARRIERS.find(({ key }) => carrierIds[key] === body.carrierId);
      expect(owner?.body.transportTypes).toEqual(expect.arrayContaining(body.transportTypes));
    }
  });

  it('has people in every role, each with an address of their own', () => {
    const roles = [demoTenant('given by the caller').admin && 'admin', ...users.map(({ body }) => body.role)];
    expect(new Set(roles)).toEqual(new Set(['admin', 'dispatcher', 'client', 'carrier', 'driver']));
    expect(new Set(users.map(({ body }) => body.email)).size).toBe(users.length);
  });
});

describe('the prices', () => {
  it.each(DEMO_CITIES.map((city) => [`${city.country} ${city.name}`, city] as const))(
    '%s lies in a zone of its country',
    (_name, { name, ...place }) => {
      expect(zoneOf(gridOf('ltl'), { ...place, city: name })?.slice(0, 2)).toBe(place.country);
    },
  );

  it.each([
    [
      'a Dutch village by its distance',
      { country: 'NL', postcode: '4231', city: 'Meerkerk', coordinates: [4.995, 51.92] },
      'NL',
    ],
    [
      'a Belgian village by the smaller of two circles',
      { country: 'BE', postcode: '3080', city: 'Tervuren', coordinates: [4.514, 50.823] },
      'BE',
    ],
    [
      'an Alsatian village by its department',
      { country: 'FR', postcode: '68128', city: 'Village-Neuf', coordinates: [7.57, 47.607] },
      'FR-EST',
    ],
    [
      'western France not at all',
      { country: 'FR', postcode: '29200', city: 'Brest', coordinates: [-4.486, 48.39] },
      undefined,
    ],
  ] as const)('%s', (_rule, place, zone) => {
    expect(zoneOf(gridOf('ltl'), place)).toBe(zone);
  });

  it.each(grids.map((grid) => [grid.transportType, grid] as const))(
    'of %s never fall with weight, and are lowest within a zone',
    (_type, grid) => {
      const priced = (from: string, to: string, grams: number) => {
        const bracket = grid.brackets.findIndex(({ uptoGrams = 0 }) => grams <= uptoGrams);
        const cell = grid.cells.find((c) => c.from === from && c.to === to && c.bracket === bracket);
        return cell?.flat ?? (cell?.per100kg === undefined ? undefined : cell.per100kg * Math.ceil(grams / 100_000));
      };
      const edges = grid.brackets.flatMap(({ uptoGrams = 0 }) => [uptoGrams, uptoGrams + 1]).slice(0, -1);
      const codes = DEMO_ZONES.map(({ zone }) => zone.code);
      let pairs = 0;
      for (const from of codes) {
        for (const to of codes) {
          const prices = edges.map((grams) => priced(from, to, grams));
          if (prices[0] === undefined) continue;
          pairs += 1;
          expect(prices).toEqual([...prices].sort((a, b) => (a ?? Number.NaN) - (b ?? Number.NaN)));
          expect(prices[0]).toBeGreaterThanOrEqual(priced(from, from, edges[0] ?? 0) ?? Number.POSITIVE_INFINITY);
        }
      }
      expect(pairs).toBe(10 * 10 + 2 * 10 * 7 + 7 + 2);
    },
  );
});

describe('the orders of the recorded drives', () => {
  it.each(journeys.map((journey) => [journey.trace, journey] as const))(
    '%s: priced, within limits, and driven by a carrier that may',
    (_trace, journey) => {
      const { order } = journey;
      const carrier = DEMO_CARRIERS.find(({ key }) => key === journey.carrier)?.body;
      const covered = new Set(carrier?.citiesCovered.map(cityKey));

      expect(quote(gridOf(order.transportType), order)).toMatchObject({ ok: true, price: { currency: 'EUR' } });
      for (const line of order.lines) {
        const product = DEMO_PRODUCTS.find(({ key }) => productIds[key] === line.productId)?.body;
        expect(product?.transportType).toBe(order.transportType);
        const { maxWeightGrams, maxVolumeLitres = 0, maxQuantity } = { ...product?.limits } as Record<string, number>;
        expect(line.weightGrams).toBeLessThanOrEqual(maxWeightGrams ?? 0);
        expect(line.volumeLitres).toBeLessThanOrEqual(maxVolumeLitres);
        expect(line.quantity).toBeLessThanOrEqual(maxQuantity ?? 0);
      }
      expect(carrier?.transportTypes).toContain(order.transportType);
      expect([order.pickup.city, order.delivery.city].filter((city) => !covered.has(cityKey(city)))).toEqual([]);
      const vehicle = vehicles.find(({ key }) => key === journey.vehicle)?.body;
      const driver = users.find(({ key }) => key === journey.driver)?.body;
      expect([vehicle?.carrierId, driver?.carrierId]).toEqual([
        carrierIds[journey.carrier],
        carrierIds[journey.carrier],
      ]);
      expect(vehicle?.transportTypes).toContain(order.transportType);
      expect(Date.parse(order.pickup.window.to)).toBeGreaterThan(NOW);
    },
  );

  it('changing an order changes neither its site nor the next order made', () => {
    const [order] = journeyOrders({ clientIds, productIds, now: NOW, newId: uuid }).map((journey) => journey.order);
    if (order) order.pickup.coordinates[0] = 0;
    expect(order?.pickup.coordinates[0]).toBe(0);
    expect(DRIVE_ENDS['darmstadt-frankfurt'].pickup.coordinates[0]).toBe(8.595176);
  });
});
