import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccessTokens } from '../src/features/auth/access-token.ts';
import type { User } from '../src/features/auth/index.ts';
import { limits } from '../src/platform/config/limits.ts';
import { changed as widened } from '../src/platform/http/http.fixtures.ts';
import { type Answer, caller } from './caller.ts';
import { EXAMPLES, type Example, methodOf, OPERATION_IDS, prepared, rowOf } from './examples.ts';
import { anAddress } from './given-tenant.ts';
import { testApp } from './test-app.ts';
import { aWorld, type World } from './world.ts';

const RUNS = 250;
const app = await testApp();
// All of it is one tenant's; a refusal for its number of requests would tell nothing of them.
const { tenant, submitTenant } = limits.rate;
const unlimited = [tenant, submitTenant].map((bucket) => widened(bucket, { limit: 1_000_000 }));
afterAll(() => {
  for (const end of unlimited) end();
});

let world: World;
const examples = new Map<string, Example>();
beforeAll(async () => {
  world = await aWorld(app);
  for (const id of OPERATION_IDS) examples.set(id, await EXAMPLES[id](world));
});

/** Text and things that have broken servers before. */
const nasty = fc.oneof(
  fc.constantFrom(
    '',
    '\u0000',
    '$where',
    '__proto__',
    'constructor',
    '{"$gt":""}',
    '../../etc/passwd',
    '\ud800',
    '𝕏'.repeat(50),
    'W/"v1"',
    '9'.repeat(40),
    '1e999',
    'NaN',
    '2026-02-30T25:61:61.000Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1.5,
    Number.MAX_SAFE_INTEGER,
    -0,
    1e308,
    { $ne: null },
    { $regex: '(a+)+$' },
    [],
    {},
    [[[]]],
  ),
);
type Path = readonly (string | number)[];

/** Every place in a body. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...at, name]))];
}

/** The body with something else in one place, or without it. */
function changed(value: unknown, [name, ...rest]: Path, to: unknown): unknown {
  if (name === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>; // places lead through objects only
  copy[name] = changed(copy[name], rest, to);
  return copy;
}

/** A valid body with up to three of its places spoilt, or any JSON at all. */
const bodyLike = (valid: unknown) => {
  const spoil = fc.record({ at: fc.constantFrom(...placesIn(valid)), to: nasty });
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .array(spoil, { minLength: 1, maxLength: 3 })
        .map((spoils) =>
          spoils.reduce((body, { at, to }) => (isReachable(body, at) ? changed(body, at, to) : body), valid),
        ),
    },
    { weight: 1, arbitrary: fc.jsonValue() as fc.Arbitrary<unknown> },
  );
};
const isReachable = (body: unknown, at: Path): boolean =>
  at.length === 0 ||
  (typeof body === 'object' &&
    body !== null &&
    isReachable((body as Record<string | number, unknown>)[at[0] as string], at.slice(1)));

/** A file with some of its bytes cut off, in another order, or replaced; or any bytes at all. */
const fileLike = (valid: Buffer) =>
  fc.oneof(
    fc.nat({ max: valid.length }).map((end) => valid.subarray(0, end)),
    fc
      .array(fc.tuple(fc.nat({ max: valid.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 })
      .map((spoils) => {
        const bytes = Buffer.from(valid);
        for (const [at, to] of spoils) bytes[at] = to;
        return bytes;
      }),
    fc.nat({ max: valid.length }).map((at) => Buffer.concat([valid.subarray(at), valid.subarray(0, at)])),
    fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(',', '\n', '"', '\0').map((sign) => Buffer.concat([valid, Buffer.alloc(20_000, sign)])),
  );

/** Every filter and every number of the contract, and some that are none. */
const names = [
  ...new Set(
    OPERATION_IDS.flatMap((id) => [...(rowOf(id).filters ?? []).flat(), ...Object.keys(rowOf(id).queryTypes)]),
  ),
];
const query = fc.array(
  fc.tuple(
    fc.constantFrom(...names, 'cursor', 'fields', 'kind', 'limit[$gt]', 'x'),
    fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom('true', '1', '-1', '9'.repeat(30), '\u0000', '%', 'id', 'id,name', '8,49,100', 'photo', 'placed'),
    ),
  ),
  { maxLength: 2 },
);

/** Headers that operations read, with what nobody sends. */
const headers = fc.dictionary(
  fc.constantFrom('If-Match', 'If-None-Match', 'Idempotency-Key', 'Range', 'If-Range', 'Content-Disposition'),
  fc.oneof(
    fc.constantFrom('*', 'W/"v1"', 'W/"', '"', 'bytes=0-', 'bytes=-1', 'bytes=9-1', 'bytes=0-1,3-4', 'bytes=a-b'),
    fc.constantFrom(
      'attachment; filename="../../etc/passwd"',
      "attachment; filename*=UTF-8''%ff%00",
      'x'.repeat(3_000),
    ),
    fc.uuid(),
  ),
  { maxKeys: 2 },
);

/** Somebody new for each call: limits stand, and none of them is the answer here. */
async function send(
  id: (typeof OPERATION_IDS)[number],
  body: unknown,
  search: readonly (readonly [string, string])[],
  more: Record<string, string>,
): Promise<Answer> {
  const example = examples.get(id) as Example; // all were made
  const token = example.by ? await tokenOf(example.by) : undefined;
  const path =
    search.length > 0
      ? `${example.path}${example.path.includes('?') ? '&' : '?'}${new URLSearchParams(search.map(([name, value]): [string, string] => [name, value]))}`
      : example.path;
  return caller(app.url, { address: anAddress(), ...(token ? { token } : {}) }).send(
    methodOf(id),
    path,
    body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    { ...example.headers, ...more },
  );
}
const signer = createAccessTokens(app.config.jwtKeys, () => new Date());
let people = 0;
async function tokenOf(role: NonNullable<Example['by']>): Promise<string> {
  const { clientId, carrierId } = world;
  const belongs = { client: { clientId }, carrier: { carrierId }, driver: { carrierId }, admin: {}, dispatcher: {} }[
    role
  ];
  const user = { id: `usr_fuzz${people++}`, tenantId: world.tenant.id, role, ...belongs };
  return (await signer.sign(user as unknown as User, 'ses_fuzz')).token; // what a token is made of
}

describe('whatever is sent, an operation answers as the contract says and never fails', () => {
  // Signing in costs a hash each time by design, registering too; their bodies are fuzzed against the validators like all others.
  const cheap = OPERATION_IDS.filter((id) => !['login', 'registerTenant', 'createUser', 'logout'].includes(id));

  const bodyOf = (id: (typeof OPERATION_IDS)[number]): fc.Arbitrary<unknown> => {
    const valid = examples.get(id)?.body;
    if (rowOf(id).bodyTypes.length === 0) return fc.constant(undefined);
    return Buffer.isBuffer(valid) ? fileLike(valid) : bodyLike(valid);
  };

  it(`over ${RUNS} requests`, async () => {
    const anyCall = fc.constantFrom(...cheap).chain((id) =>
      fc.record({
        id: fc.constant(id),
        body: bodyOf(id),
        search: query,
        more: headers,
      }),
    );
    await fc.assert(
      fc.asyncProperty(anyCall, async ({ id, body, search, more }) => {
        // The caller holds every answer against the contract: status, code and shape.
        expect((await send(id, body, search, more)).status).toBeLessThan(500);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('and is whole afterwards', async () => {
    const statuses = await Promise.all(
      (['listProducts', 'listOrders', 'getOrder', 'listCarriers'] as const).map(
        async (id) => (await (await prepared(world, id)).send()).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 200]);
  });
});
