import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import { describe, expect, it } from 'vitest';
import { aCtx } from '../db/mongo.fixtures.ts';
import { type BulkOptions, countItems, eachItem, hashOfBulk } from './bulk.ts';
import type { Ctx } from './context.ts';
import { NotFound } from './errors.ts';

const OPTIONS: BulkOptions = { operation: 'bulkClients', parallel: 1, failures: 'answered' };
const aClient = (name: string) => ({ create: { name } });
const done = async (_item: unknown, index: number) => ({ status: 201, client: { index } });
const ID = 'cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c';
const each = (items: readonly object[], one = done as never, options: Partial<BulkOptions> = {}, ctx: Ctx = aCtx()) =>
  eachItem<object, object>(ctx, items, { ...OPTIONS, ...options }, one);
type Answer = { status: number; problem?: { code: string; instance: string; errors?: { pointer: string }[] } };
const said = ({ status, problem }: Answer) =>
  `${status} ${problem?.code ?? ''} ${(problem?.errors ?? []).map(({ pointer }) => pointer).join(' ')}`.trim();

describe('the items of a bulk', () => {
  it('are judged each by itself: a bad one is answered in its place and holds up no other', async () => {
    const rows = await each(
      [
        aClient('one'),
        { create: { name: 5 } },
        {},
        { amend: { id: ID, version: 0, patch: { name: 'a' } } },
        { ...aClient('both'), amend: {} },
        aClient('gone'),
        aClient('last'),
      ],
      (async (item: object, index: number) => {
        if (JSON.stringify(item).includes('gone')) throw NotFound({ what: 'client' });
        return done(item, index);
      }) as never,
    );
    expect(rows.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(rows.map((row) => said(row as Answer))).toEqual([
      '201',
      '400 invalid_request /items/1/create/name',
      expect.stringMatching(/^400 invalid_request/),
      '400 invalid_request /items/3/amend/version',
      expect.stringMatching(/^400 invalid_request/),
      '404 not_found',
      '201',
    ]);
    expect((rows[1] as Answer).problem?.instance).toBe('#/items/1');
  });

  it('are told of their own mistakes, not that they are nothing of the other kind', async () => {
    const [create, amend, more] = await each([
      { create: { nmae: 'a' } },
      { amend: { id: 'cli_1', version: 1, patch: {} } },
      { ...aClient('a'), foo: 1 },
    ]);
    expect(
      said(create as Answer)
        .split(' ')
        .sort(),
    ).toEqual(['400', 'invalid_request', '/items/0/create/name', '/items/0/create/nmae'].sort());
    expect(said(amend as Answer)).not.toMatch(/create/);
    expect(said(more as Answer)).toBe('400 invalid_request /items/2/foo');
  });

  it('with a thousand mistakes each are told a few of them, and let others go first in between', async () => {
    const hostile = () => ({ create: Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`f${i}`, null])) });
    let turns = 0;
    let running = true;
    const count = () => {
      turns += 1;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    const rows = await each(Array.from({ length: 100 }, hostile));
    running = false;
    expect(Math.max(...rows.map((row) => (row as Answer).problem?.errors?.length ?? 0))).toBe(5);
    expect(turns).toBeGreaterThanOrEqual(100);
    expect(JSON.stringify(rows).length).toBeLessThan(100 * 2_000);
  });

  it.each([1, 3, 8])('are worked on %i at once, and never more', async (parallel) => {
    let [now, most] = [0, 0];
    const one = async (item: object, index: number) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return done(item, index);
    };
    const rows = await each(
      Array.from({ length: 40 }, (_, i) => aClient(`n${i}`)),
      one as never,
      { parallel },
    );
    expect([rows.length, rows.every(({ status }) => status === 201), most]).toEqual([40, true, parallel]);
  });

  const failing = (done: number[]) =>
    (async (_item: object, index: number) => {
      done.push(index);
      if (index === 1) throw new Error('E11000 a secret of ours');
      return { status: 201 };
    }) as never;
  const three = [aClient('a'), aClient('b'), aClient('c')];

  it('of which one fails are answered without a word about its cause, which is logged', async () => {
    const logged: object[] = [];
    const ctx = aCtx();
    const log = { ...ctx.log, error: (fields: object) => void logged.push(fields) };
    const rows = await each(three, failing([]), {}, { ...ctx, log });
    expect(rows.map((row) => said(row as Answer))).toEqual(['201', '500 internal_error', '201']);
    expect(JSON.stringify(rows)).not.toContain('secret');
    expect(logged).toMatchObject([{ operationId: 'bulkClients', index: 1, err: { message: /secret/ } }]);
  });

  it('end as a whole with a failure of ours where they are one transaction, and none is begun after it', async () => {
    const begun: number[] = [];
    await expect(each(three, failing(begun), { failures: 'thrown', parallel: 1 })).rejects.toThrow('E11000');
    const many = Array.from({ length: 50 }, (_, i) => aClient(`n${i}`));
    const beside: number[] = [];
    await expect(each(many, failing(beside), { failures: 'thrown', parallel: 4 })).rejects.toThrow('E11000');
    for (let i = 0; i < 60; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual([0, 1]);
    expect(beside.length).toBeLessThan(6);
  });

  it('are not begun behind the deadline', async () => {
    const ctx = aCtx({ deadline: { remainingMs: () => 0 } });
    const never = (async () => Promise.reject(new Error('It was begun.'))) as never;
    expect((await each(three, never, {}, ctx)).map((row) => said(row as Answer))).toEqual(
      Array.from({ length: 3 }, () => '504 deadline_exceeded'),
    );
    await expect(each(three, never, { failures: 'thrown' }, ctx)).rejects.toMatchObject({ code: 'deadline_exceeded' });
  });
});

describe('the hash of a bulk', () => {
  it('is that of its canonical JSON, whatever the order of its fields', async () => {
    const body = { items: [{ create: { name: 'Ü', email: 'a@b.example' } }, {}, { amend: { version: 1.0, id: ID } }] };
    const hash = createHash('sha256').update(canonicalize(body)).digest('hex');
    expect(await hashOfBulk(body)).toBe(hash);
    expect(await hashOfBulk({ items: [{ create: { email: 'a@b.example', name: 'Ü' } }, ...body.items.slice(1)] })).toBe(
      hash,
    );
    expect(await hashOfBulk({ items: body.items.toReversed() })).not.toBe(hash);
  });
});

it('what makes something is counted apart from what changes something', () => {
  const inherited = Object.create({ create: {} }) as object;
  expect(countItems({ items: [aClient('a'), { amend: {} }, { transition: {} }, {}, inherited] })).toEqual({
    creates: 1,
    changes: 4,
  });
});
