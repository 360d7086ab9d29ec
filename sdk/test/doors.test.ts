import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createCore } from '../src/core/client.ts';
import { resourcesOf } from '../src/resources/resources.ts';
import { BUSY, formOf, listening, said } from './support/listening.ts';

const { arrived, answer, first, options } = await listening();
type Door = (...args: unknown[]) => Promise<{ data: unknown }>;
// By name, as the table has them.
const doors = resourcesOf(createCore(options)) as unknown as Record<string, Record<string, Door>>;

/** As much of an operation as a door depends on. */
interface Described {
  readonly security?: readonly unknown[];
  readonly requestBody?: { readonly content: Record<string, unknown> };
  readonly responses: Record<string, { readonly content?: Record<string, unknown> }>;
  readonly [extension: `x-${string}`]: unknown;
}
const contract = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')) as {
  readonly paths: Record<string, Record<string, Described>>;
};
const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  ['get', 'post', 'patch', 'put', 'delete'].flatMap((method) => {
    const op = item[method];
    const place = op?.['x-resource'];
    return op && typeof place === 'string' ? [[place, path, method.toUpperCase(), op] as const] : [];
  }),
);

describe('the door of every operation', () => {
  it('is there, and there is none beside', () => {
    const names = Object.entries(doors).flatMap(([group, inside]) =>
      Object.keys(inside).map((name) => `${group}.${name}`),
    );
    console.log(`${names.length} doors`);
    expect(names.sort()).toEqual(operations.map(([place]) => place).sort());
  });

  it.each(operations)('%s sends what the contract says of %s', async (place, path, method, op) => {
    const [status = '', success] = Object.entries(op.responses).find(([code]) => code.startsWith('2')) ?? [];
    const file = Object.keys(success?.content ?? {}).some((type) => !type.includes('json'));
    const content = op.requestBody?.content;
    const given = bodyFor(content);
    const values = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `${name} é/1`);
    const answered = said({ from: place }, Number(status));
    answer(file ? { ...answered, type: 'application/pdf', body: '%PDF' } : answered);

    const [group = '', name = ''] = place.split('.');
    const door = doors[group]?.[name] ?? (() => Promise.reject(new Error(`There is no ${place}.`)));
    const sent = { ifMatch: 'W/"v7"', fields: 'id,name', idempotencyKey: 'key-1' };
    const { data } = await door(...values, ...(content ? [given] : []), sent);

    const request = first();
    const { headers, bytes } = request;
    expect(request.method).toBe(method);
    expect(request.url.pathname).toBe(
      `/api/v1${path.replace(/\{\w+\}/g, () => encodeURIComponent(String(values.shift())))}`,
    );
    expect(request.url.search).toBe('?fields=id%2Cname');
    expect(headers['if-match']).toBe('W/"v7"');
    expect(headers['idempotency-key']).toBe(op['x-idempotent'] === 'key' ? 'key-1' : undefined);
    expect(headers.authorization).toBe(op.security?.length === 0 ? undefined : 'Bearer secret');
    const type = headers['content-type']?.split(';')[0];
    if (!content) expect([type, bytes.length]).toEqual([undefined, 0]);
    else {
      expect(Object.keys(content)).toContain(type);
      if (type?.includes('json')) expect(JSON.parse(String(bytes))).toEqual(given);
      if (type === 'text/csv') expect(String(bytes)).toBe(given);
      if (type === 'multipart/form-data') expect([...(await formOf(request)).keys()]).toEqual(['kind', 'file']);
    }
    if (file) expect(await (data as Blob).text()).toBe('%PDF');
    else if (status !== '204') expect(data).toEqual({ from: place });
  });
});

/** Something of the body's type; whether the server likes it is not the door's business. */
function bodyFor(content: Record<string, unknown> | undefined): unknown {
  const types = Object.keys(content ?? {});
  if (types.includes('multipart/form-data')) return { kind: 'photo', file: new File(['jpeg'], 'a.jpg') };
  if (types.includes('text/csv')) return 'name\nPallet\n';
  return { name: 'Wörk', note: null, items: [{ version: 1, validTo: null }] };
}

describe('many at once', () => {
  it('go out as one body, nulls and all, the same under the same key when they are sent again', async () => {
    const items = [
      { create: { name: 'Main Kurier', citiesCovered: ['Köln'], transportTypes: ['ltl'] } },
      { amend: { carrierId: 'car_1', version: 3, rating: null } },
    ];
    const results = [
      { index: 0, status: 201 },
      { index: 1, status: 412, problem: { code: 'version_mismatch' } },
    ];
    answer(BUSY, said({ items: results }));
    const answered = await doors.carriers?.bulk?.({ items });

    expect(answered?.data).toEqual({ items: results });
    expect(arrived.map(({ bytes }) => JSON.parse(String(bytes)))).toEqual([{ items }, { items }]);
    expect(new Set(arrived.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });
});
