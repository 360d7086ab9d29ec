import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newOrderSchema } from '../src/generated/new-order.ts';
import { check } from '../src/outbox/validate.ts';
import { aNewOrder, seeded } from './support/given.ts';

/** The judge of the server: the same library, formats and options, on the contract itself. */
function serverJudge(): (body: unknown) => boolean {
  const contract = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8'));
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    coerceTypes: false,
    schemas: [{ $id: 'contract', components: { schemas: contract.components.schemas } }],
  });
  addFormats.default(ajv, ['date-time', 'email', 'uri-reference']);
  const validate = ajv.compile({ $ref: 'contract#/components/schemas/NewOrder' });
  return (body) => validate(body) === true;
}

const ODD: readonly unknown[] = [
  ...[
    null,
    true,
    '',
    ' ',
    0,
    -1,
    0.5,
    1e6,
    1e12,
    [],
    {},
    [1, 2, 3],
    'x'.repeat(2001),
    '😀'.repeat(200),
    'a@b.example',
    'a@b',
    'DE',
    'ltl',
  ],
  ...[
    '2026-11-23T07:00:00Z',
    '2026-11-23 07:00:00+01:00',
    '2026-02-29T00:00:00Z',
    '2024-02-29T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '2016-12-31T23:59:60Z',
    '2016-12-31T22:59:60-01:00',
    '2026-11-23',
  ],
  ...[
    'Europe/Berlin',
    'prd_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c',
    'cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c',
    '+49 6151 1',
    { name: 'Greta', email: 'greta@messe.example' },
  ],
];

/** A right order with up to three things changed, some of them to something that is right too. */
function mutated(random: () => number): unknown {
  const body = structuredClone({
    ...aNewOrder(),
    id: '0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c',
    metadata: { ref: '7' },
    instructions: 'Ring.',
  }) as unknown as Record<string, unknown>;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  for (let times = Math.floor(random() * 4); times > 0; times--) {
    let at = body;
    while (random() < 0.7) {
      const inner = Object.values(at).filter((v): v is Record<string, unknown> => typeof v === 'object' && v !== null);
      if (inner.length === 0) break;
      at = pick(inner);
    }
    const keys = Object.keys(at);
    const dice = random();
    if (dice < 0.15) delete at[pick(keys)];
    else if (dice < 0.3)
      at[pick(['colour', 'price', 'contact', 'volumeLitres', 'clientId', 'description', '~/x'])] = structuredClone(
        pick(ODD),
      );
    else if (keys.length > 0) at[pick(keys)] = structuredClone(pick(ODD));
  }
  return JSON.parse(JSON.stringify(body));
}

describe('the order validator of the device', () => {
  it('gives the verdict of the server, for 10,000 bodies', () => {
    const judge = serverJudge();
    const random = seeded(7);
    let right = 0;
    for (let i = 0; i < 10_000; i++) {
      const body = mutated(random);
      const ours = check(newOrderSchema, body).length === 0;
      expect(ours, JSON.stringify(body)).toBe(judge(body));
      if (ours) right++;
    }
    expect(right).toBeGreaterThan(1000);
    expect(right).toBeLessThan(9000);
  });

  it('names each field by its pointer', () => {
    const wrong = { ...aNewOrder(), lines: [{ productId: 'prd_1', quantity: 0, weightGrams: 1 }], 'a/b': 1 };
    expect(check(newOrderSchema, wrong).map((e) => `${e.pointer} ${e.code}`)).toEqual([
      '/lines/0/productId pattern',
      '/lines/0/quantity minimum',
      '/a~1b additionalProperties',
    ]);
  });
});
