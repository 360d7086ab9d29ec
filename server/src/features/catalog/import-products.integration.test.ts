import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Caller } from '../../../test/caller.ts';
import { type GivenTenant, givenTenant } from '../../../test/given-tenant.ts';
import { expectProblem } from '../../../test/problems.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';
import { limits } from '../../platform/config/limits.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { aFile } from './catalog.fixtures.ts';
import { finished, left, NOTHING, takenIn, until } from './imports.fixtures.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const CSV = { 'Content-Type': 'text/csv' };
const send = ({ admin }: GivenTenant, text: string, headers = {}) =>
  admin.post('/products/import', text, { ...CSV, ...headers });

const names = async (person: Caller) =>
  (await person.get('/products?limit=100')).body.data.map(({ name }: { name: string }) => name).sort();
describe('importProducts', () => {
  it('answers with a job, whose report says what became of each line', async () => {
    const tenant = await givenTenant(app);
    expect(await names(tenant.admin)).toEqual([]);

    const answer = await send(tenant, aFile('"Pallet, big",ltl,pallet', 'Box,lorry,piece', '=SUM(A1),express,piece'));

    expect([answer.status, answer.headers.location]).toEqual([202, `/api/v1/jobs/${answer.body.id}`]);
    expect(answer.body).toMatchObject({ kind: 'products.import', state: 'waiting', progress: 0 });
    expect(await finished(app, tenant.admin, answer)).toMatchObject({
      state: 'done',
      progress: 100,
      result: { lines: 3, created: 2, refused: 1, mistakes: [{ line: 3, pointer: '/transportType', code: 'enum' }] },
    });
    expect(await names(tenant.admin)).toEqual(['=SUM(A1)', 'Pallet, big']);
    expect(await left(app, tenant)).toEqual({ bytes: 0, rows: 0, files: 1, jobs: 1 });
  });

  it('takes a spreadsheet’s file: a byte order mark, semicolons, two names alike', async () => {
    const tenant = await givenTenant(app);
    const text = '\uFEFFunit;name;transportType;maxQuantity\r\npallet;Käse;refrigerated;33\r\npallet;Käse;ltl;\r\n';
    const job = await finished(app, tenant.admin, await send(tenant, text));
    expect(job.result).toEqual({ lines: 2, created: 2, refused: 0, mistakes: [] });
    expect(await names(tenant.admin)).toEqual(['Käse', 'Käse']);
  });

  it('finds its job again when the same file comes with the same key, before and after its end', async () => {
    const tenant = await givenTenant(app);
    const uuid = v7();
    const text = aFile('Box,ltl,piece');

    const first = await send(tenant, text, { 'Idempotency-Key': uuid });
    const again = await send(tenant, text, { 'Idempotency-Key': `"${uuid.toUpperCase()}"` });
    await finished(app, tenant.admin, first);
    const late = await send(tenant, text, { 'Idempotency-Key': uuid });

    expect([first.body.id, first.headers['idempotent-replayed']]).toEqual([`job_${uuid}`, undefined]);
    for (const replay of [again, late])
      expect([replay.status, replay.body.id, replay.headers.location, replay.headers['idempotent-replayed']]).toEqual([
        202,
        `job_${uuid}`,
        first.headers.location,
        'true',
      ]);
    expect(late.body).toMatchObject({ state: 'done', result: { created: 1 } });
    expect([await names(tenant.admin), await left(app, tenant)]).toEqual([
      ['Box'],
      { bytes: 0, rows: 0, files: 1, jobs: 1 },
    ]);
  });

  it('refuses another file under a key that was used', async () => {
    const tenant = await givenTenant(app);
    const key = { 'Idempotency-Key': v7() };
    const first = await send(tenant, aFile('Box,ltl,piece'), key);
    expectProblem(await send(tenant, aFile('Pallet,ltl,piece'), key), 422, 'idempotency_key_reuse');
    await finished(app, tenant.admin, first);
    expectProblem(await send(tenant, aFile('Pallet,ltl,piece'), key), 422, 'idempotency_key_reuse');
    expect(await names(tenant.admin)).toEqual(['Box']);
  });

  it('imports once what comes five times at the same moment, and keeps no bytes of the others', async () => {
    const tenant = await givenTenant(app);
    const key = { 'Idempotency-Key': v7() };
    const text = aFile(...Array.from({ length: 60 }, (_, index) => `Product ${index},ltl,piece`));

    const answers = await Promise.all(Array.from({ length: 5 }, () => send(tenant, text, key)));

    expect(answers.map(({ status, body }) => [status, body.id])).toEqual(answers.map(() => [202, answers[0]?.body.id]));
    expect(answers.filter(({ headers }) => !headers['idempotent-replayed'])).toHaveLength(1);
    await finished(app, tenant.admin, answers[0] as Answer); // five were sent
    expect([(await names(tenant.admin)).length, await left(app, tenant)]).toEqual([
      60,
      { bytes: 0, rows: 0, files: 1, jobs: 1 },
    ]);
  });

  it('starts the job that a process left behind which died right after the file was recorded', async () => {
    const tenant = await givenTenant(app);
    const key = v7();
    const text = aFile('Box,ltl,piece');
    const died = new Error('died');
    const dying = takenIn(app, { startJob: () => Promise.reject(died) }, aCtx({ tenantId: tenant.id }), { key, text });
    await expect(dying).rejects.toBe(died);
    expect(await left(app, tenant)).toEqual({ bytes: 1, rows: 1, files: 1, jobs: 0 });

    expectProblem(
      await send(tenant, aFile('Other,ltl,piece'), { 'Idempotency-Key': key }),
      422,
      'idempotency_key_reuse',
    );
    const again = await send(tenant, text, { 'Idempotency-Key': key });

    expect((await finished(app, tenant.admin, again)).result).toMatchObject({ created: 1 });
    expect([await names(tenant.admin), await left(app, tenant)]).toEqual([
      ['Box'],
      { bytes: 0, rows: 0, files: 1, jobs: 1 },
    ]);
  });

  it('is for admins, and its job is for its tenant', async () => {
    const [tenant, elsewhere] = [await givenTenant(app), await givenTenant(app)];
    const key = { 'Idempotency-Key': v7() };
    const text = aFile('Box,ltl,piece');
    expectProblem(await tenant.dispatcher.post('/products/import', text, CSV), 403, 'action_not_allowed');

    const own = await send(tenant, text, key);
    expectProblem(await elsewhere.admin.get(own.headers.location ?? ''), 404, 'not_found');
    const theirs = await send(elsewhere, text, key);

    expect(theirs.headers['idempotent-replayed']).toBeUndefined();
    await Promise.all([finished(app, tenant.admin, own), finished(app, elsewhere.admin, theirs)]);
    expect([await names(tenant.admin), await names(elsewhere.admin)]).toEqual([['Box'], ['Box']]);
  });
});

describe('a file that cannot be imported', () => {
  it.each([
    ['without the columns that are needed', 'name,unit\nBox,piece\n', 'column transportType is missing'],
    ['with a column nobody knows', 'name,transportType,unit,proof\n', 'did you mean proofRequired'],
    ['with a column twice', 'name,transportType,unit,unit\n', 'column unit is there twice'],
    ['with nothing in its first line', '\n\n', 'its first line is empty'],
  ])('%s is refused, and nothing of it is kept', async (_what, text, why) => {
    const tenant = await givenTenant(app);
    const answer = await send(tenant, text);
    expectProblem(answer, 400, 'malformed_upload');
    expect([answer.body.detail, await left(app, tenant)]).toEqual([expect.stringContaining(why), NOTHING]);
  });

  it('that is not UTF-8 is refused with the line, also behind much that is', async () => {
    const tenant = await givenTenant(app);
    const good = Array.from({ length: 20_000 }, (_, index) => `Product ${index},ltl,piece`);
    const bytes = Buffer.concat([Buffer.from(aFile(...good)), Buffer.from('K\xe4se,ltl,piece', 'latin1')]);
    const answer = await tenant.admin.post('/products/import', bytes, CSV);
    expectProblem(answer, 400, 'malformed_upload');
    expect([answer.body.detail, await left(app, tenant)]).toEqual([expect.stringContaining('line 20002'), NOTHING]);
  });

  it('of another type is refused', async () => {
    const { admin } = await givenTenant(app);
    expectProblem(await admin.post('/products/import', { name: 'Box' }), 415, 'unsupported_media_type');
  });

  it('that is too large is refused, whether it says so or not', async () => {
    const tenant = await givenTenant(app);
    const text = aFile('x'.repeat(limits.size.bulkBodyBytes));
    expectProblem(await send(tenant, text), 413, 'body_too_large');
    const { status, body } = await inChunks(tenant, Buffer.from(text));
    expect([status, body.code, await left(app, tenant)]).toEqual([413, 'body_too_large', NOTHING]);
  });

  it('whose sender leaves half-way leaves nothing, and comes in with the next attempt', async () => {
    const tenant = await givenTenant(app);
    const key = v7();
    const text = aFile(...Array.from({ length: 1_000 }, (_, index) => `Product ${index},ltl,piece`));
    const call = opened(tenant, key);
    call.on('error', () => {});
    call.write(text.slice(0, 10_000));
    const begun = () => app.mongo.db.collection('blobs.files').countDocuments({ 'metadata.tenantId': tenant.id });
    await until(async () => ((await begun()) === 1 ? true : undefined));

    call.destroy();

    await until(async () => ((await left(app, tenant)).rows === 0 ? true : undefined));
    expect(await left(app, tenant)).toEqual(NOTHING);
    const answer = await send(tenant, text, { 'Idempotency-Key': key });
    expect([answer.status, answer.headers['idempotent-replayed']]).toEqual([202, undefined]);
    expect((await finished(app, tenant.admin, answer)).result).toMatchObject({ created: 1_000 });
    const stored = await app.mongo.db.collection('jobs').findOne({ id: answer.body.id });
    expect(stored?.requestHash).toBe(createHash('sha256').update(text).digest('hex'));
  });
});

/** A call whose body is still to come, in chunks. */
const opened = ({ admin, address }: GivenTenant, key = v7()) =>
  request(`${app.url}/api/v1/products/import`, {
    method: 'POST',
    headers: { ...CSV, Authorization: `Bearer ${admin.token}`, 'Idempotency-Key': key, 'X-Forwarded-For': address },
  });

/** Sends bytes without saying how many. */
async function inChunks(tenant: GivenTenant, bytes: Buffer): Promise<{ status: number; body: { code: string } }> {
  const call = opened(tenant);
  for (let at = 0; at < bytes.length; at += 65_536) call.write(bytes.subarray(at, at + 65_536));
  call.end();
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer); // no encoding was set
  return { status: answer.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString()) as { code: string } };
}
