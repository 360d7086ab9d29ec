import { describe, expect, it } from 'vitest';
import { aCtx } from '../db/mongo.fixtures.ts';
import { type BulkChange, type BulkOf, bulkChanges } from './bulk-changes.ts';
import { ServiceUnavailable, UnknownReference, VersionMismatch } from './errors.ts';

interface Thing {
  readonly name: string;
  readonly version: number;
}
type Item = BulkChange<{ name: string }, { name?: string }>;

const ID = 'cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c';
const create = (name: unknown) => ({ create: { name } }) as Item; // some are malformed on purpose
const amend = (version: number, name: string): Item => ({ amend: { id: ID, version, patch: { name } } });

/** A store of one thing that can be changed, which remembers what it was asked; things called `unknown` are refused. */
function aStore(fields: Partial<BulkOf<{ name: string }, { name?: string }, Thing, { client: Thing }>> = {}) {
  const asked: string[] = [];
  let stored: Thing = { name: 'Old', version: 1 };
  return {
    asked,
    of: {
      operation: 'bulkClients' as const,
      make({ name }: { name: string }, pointer: string): Thing {
        if (name === 'unknown') throw UnknownReference({ pointer: `${pointer}/name`, id: name });
        return { name, version: 1 };
      },
      async insertAll(things: readonly Thing[]) {
        asked.push(`insert ${things.map(({ name }) => name).join('+')}`);
      },
      async amend(id: string, { ifMatch, patch }: { ifMatch: number; patch: { name?: string } }) {
        asked.push(`amend ${patch.name}`);
        if (id !== ID || ifMatch !== stored.version) throw VersionMismatch({ sent: ifMatch, current: stored.version });
        stored = { ...stored, ...patch, version: stored.version + 1 };
        return stored;
      },
      show: (client: Thing) => ({ client }),
      ...fields,
    },
  };
}

describe('a bulk of new things and changes', () => {
  it('answers each item in its place, and keeps what is new with one call at the end', async () => {
    const { of, asked } = aStore();

    const done = await bulkChanges(aCtx(), [create('A'), amend(1, 'New'), create('B')], of);

    expect(done.items).toEqual([
      { index: 0, status: 201, client: { name: 'A', version: 1 } },
      { index: 1, status: 200, client: { name: 'New', version: 2 } },
      { index: 2, status: 201, client: { name: 'B', version: 1 } },
    ]);
    expect([asked, done.changed]).toEqual([['amend New', 'insert A+B'], true]);
  });

  it('refuses a bad item alone, malformed or impossible, with the place in the body', async () => {
    const { of, asked } = aStore();

    const { items } = await bulkChanges(aCtx(), [create('A'), create(5), create('unknown'), create('B')], of);

    expect(items.map(({ status }) => status)).toEqual([201, 400, 422, 201]);
    expect(items[1]).toMatchObject({ problem: { code: 'invalid_request', instance: '#/items/1' } });
    expect(items[1]).toMatchObject({ problem: { errors: [{ pointer: '/items/1/create/name', code: 'type' }] } });
    expect(items[2]).toMatchObject({ problem: { detail: expect.stringContaining('/items/2/create/name') } });
    expect(asked).toEqual(['insert A+B']);
  });

  it('tells the second change of one thing that the first one was faster', async () => {
    const { of } = aStore();
    const { items } = await bulkChanges(aCtx(), [amend(1, 'First'), amend(1, 'Second'), amend(2, 'Third')], of);
    expect(items.map(({ status }) => status)).toEqual([200, 412, 200]);
  });

  it('has changed nothing when every item was refused', async () => {
    const { of } = aStore();
    expect((await bulkChanges(aCtx(), [create(''), amend(7, 'X')], of)).changed).toBe(false);
  });

  it('ends as a whole with a failure of ours, so that the transaction is given up', async () => {
    const failure = ServiceUnavailable({ reason: 'The database is away.' });
    const { of, asked } = aStore({ amend: () => Promise.reject(failure) });
    await expect(bulkChanges(aCtx(), [create('A'), amend(1, 'X')], of)).rejects.toBe(failure);
    expect(asked).toEqual([]);
  });
});
