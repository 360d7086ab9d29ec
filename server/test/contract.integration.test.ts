import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createApp } from '../src/app.ts';
import { silent } from '../src/platform/cache/redis.fixtures.ts';
import { errorKinds } from '../src/platform/errors/app-error.ts';
import { OPERATIONS, PROBLEM_CODES } from '../src/platform/http/contract.gen.ts';
import { EXAMPLES, OPERATION_IDS, rowOf } from './examples.ts';
import { testConfig } from './test-app.ts';

// Putting the house together declares every kind of refusal; nothing is started.
createApp({ config: testConfig(), log: silent, instance: 'contract' });

/** Statuses that a generated test proves for each operation which documents them (`statuses*`, `idempotency`); 410 is one operation's (`tracking-links`). */
const PROVEN = [
  200, 201, 202, 204, 206, 304, 400, 401, 403, 404, 409, 410, 412, 413, 415, 416, 422, 428, 429, 500, 503, 504,
];
/** Refusals that are beside the operations: a path without the method. */
const BESIDE = ['method_not_allowed'];

describe('the contract and the code', () => {
  it('know the same kinds of refusal', () => {
    expect([...errorKinds.keys()].sort()).toEqual([...PROBLEM_CODES].sort());
  });

  it.each(OPERATION_IDS)('agree on how %s is refused', (id) => {
    const { problems, statuses } = rowOf(id);
    const refusedWith = problems.map((code) => errorKinds.get(code)?.status);
    const documented = statuses.filter((status) => status >= 400 && id !== 'getReady');
    expect([...new Set(refusedWith)].sort()).toEqual([...documented].sort());
  });
});

const ALL = ['admin', 'dispatcher', 'client', 'carrier', 'driver'];
const STAFF = ['admin', 'dispatcher'];
/** Who may call what, as the product promises it and not as the contract says it; every refusal is proven in `statuses`. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  'logout listProducts getProduct listCarriers getCarrier listOrders getOrder moveOrder listOrderEvents getTracking':
    ALL,
  // Items are as open as their own calls; whoever may see an order may see and add its documents.
  'bulkOrders listDocuments uploadDocument getDocument downloadDocument getJob addClientLogs': ALL,
  'listUsers createUser createClient amendClient createProduct amendProduct createPricingGrid addPricingGridVersion': [
    'admin',
  ],
  'bulkClients bulkProducts importProducts createPlan amendPlan': ['admin'],
  'createSubscription amendSubscription moveSubscription createContract amendContract moveContract': ['admin'],
  'listClients createCarrier amendCarrier bulkCarriers createVehicle amendVehicle bulkVehicles': STAFF,
  'getClient listPricingGrids getPricingGrid createQuote placeOrder amendOrder': [...STAFF, 'client'],
  'listPlans getPlan listSubscriptions getSubscription': [...STAFF, 'client'],
  'listContracts getContract': [...STAFF, 'client', 'carrier'],
  'listVehicles getVehicle': [...STAFF, 'carrier', 'driver'],
  reportPositions: ['carrier', 'driver'],
  'getTenant getTrail': ALL,
  amendTenant: ['admin'],
  getVehicleTracking: [...STAFF, 'carrier', 'driver'],
  'getVehicleTrail getBoard createDevice listDevices removeDevice rotateDeviceKey': [...STAFF, 'carrier'],
  'getClientTracking createTrackingLink listTrackingLinks revokeTrackingLink': [...STAFF, 'client'],
  'streamTracking pollTracking': [...ALL, 'recipient'],
  'ingestOsmandQuery ingestOsmand ingestOwntracks': ['device'],
  'registerTenant login refreshTokens getJwks getLive getReady getHealth getErrorPage getPublicTracking': [],
};

it('every operation is open to the roles that the product names, and to no other', () => {
  const promised = Object.entries(MAY).flatMap(([ids, roles]) => ids.split(' ').map((id) => [id, roles] as const));
  const contract = OPERATION_IDS.map((id) => [id, [...rowOf(id).roles]]);
  expect(Object.fromEntries(contract)).toEqual(Object.fromEntries(promised));
  expect(OPERATION_IDS.filter((id) => rowOf(id).public !== (rowOf(id).roles.length === 0))).toEqual([]);
});

describe('the tests and the contract', () => {
  it('have an example of every operation, and of no other', () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual(Object.keys(OPERATIONS).sort());
  });

  it.each(OPERATION_IDS)('prove every documented status of %s', (id) => {
    expect(rowOf(id).statuses.filter((status) => !PROVEN.includes(status))).toEqual([]);
  });

  it('refuse with every code at least once', () => {
    const tests = globSync('server/**/*.integration.test.ts').filter((path) => !path.includes('contract.integration'));
    const text = tests.map((path) => readFileSync(path, 'utf8')).join('\n');
    const listed = new Set(OPERATION_IDS.flatMap((id) => rowOf(id).problems));
    const unproven = [...PROBLEM_CODES].filter((code) => !text.includes(`'${code}'`));
    expect(unproven).toEqual([]);
    expect(PROBLEM_CODES.filter((code) => !listed.has(code) && !BESIDE.includes(code))).toEqual([]);
  });
});
