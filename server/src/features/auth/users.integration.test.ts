import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { caller } from '../../../test/caller.ts';
import { anAddress, type GivenTenant, givenTenant, PASSWORD } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { expectProblem } from '../../../test/problems.ts';
import { testApp } from '../../../test/test-app.ts';

const app = await testApp();

const aUser = (fields: object = {}) => ({
  name: 'Dora',
  email: `${v7()}@test.example`,
  password: PASSWORD,
  role: 'dispatcher',
  ...fields,
});
const add = (tenant: GivenTenant, fields: object = {}) => tenant.admin.post('/users', aUser(fields));

describe('adding a user', () => {
  it('lets him sign in with the password he was given, which nobody is shown', async () => {
    const tenant = await givenTenant(app);
    const answer = await add(tenant, { email: 'Dora@Test.Example' });
    expect(answer).toMatchObject({ status: 201, body: { email: 'dora@test.example', role: 'dispatcher' } });
    expect(answer.text).not.toMatch(/password|scrypt/);
    const signIn = await caller(app.url, { address: anAddress() }).post('/auth/login', {
      tenant: tenant.slug,
      email: 'dora@test.example',
      password: PASSWORD,
    });
    expect(signIn).toMatchObject({ status: 200, body: { sub: answer.body.id } });
  });

  it('knows whom each role belongs to', async () => {
    const tenant = await givenTenant(app);
    const { clientId, carrierId } = await givenTrade(tenant);
    const good = [
      { role: 'client', clientId },
      { role: 'carrier', carrierId },
      { role: 'driver', carrierId },
      { role: 'admin' },
      { role: 'dispatcher' },
    ];
    for (const fields of good) expect((await add(tenant, fields)).body).toMatchObject(fields);

    const bad = [
      [{ role: 'client' }, ['/clientId required']],
      [{ role: 'client', clientId, carrierId }, ['/carrierId not_expected']],
      [{ role: 'driver', clientId }, ['/clientId not_expected', '/carrierId required']],
      [{ role: 'carrier' }, ['/carrierId required']],
      [{ role: 'admin', carrierId }, ['/carrierId not_expected']],
    ] as const;
    for (const [fields, expected] of bad) {
      const answer = await add(tenant, fields);
      expectProblem(answer, 400, 'invalid_request');
      expect(
        (answer.body.errors as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`),
      ).toEqual(expected);
    }
  });

  it('refuses a client and a carrier that do not exist in this tenant', async () => {
    const tenant = await givenTenant(app);
    const foreign = await givenTrade(await givenTenant(app));
    for (const fields of [
      { role: 'client', clientId: `cli_${v7()}` },
      { role: 'client', clientId: foreign.clientId },
      { role: 'driver', carrierId: foreign.carrierId },
    ]) {
      expectProblem(await add(tenant, fields), 422, 'unknown_reference');
    }
  });

  it('keeps e-mails unique in a tenant, whatever their case and however many come at once, and not beyond it', async () => {
    const [tenant, other] = [await givenTenant(app), await givenTenant(app)];
    const answers = await Promise.all(
      ['dora@test.example', 'Dora@test.example', 'DORA@TEST.EXAMPLE'].map((email) => add(tenant, { email })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    for (const answer of answers.filter(({ status }) => status === 409)) expectProblem(answer, 409, 'email_taken');
    expect((await add(other, { email: 'dora@test.example' })).status).toBe(201);
  });
});

describe('the list of users', () => {
  it('pages newest first, forth and back, without leaving out or repeating one', async () => {
    const tenant = await givenTenant(app);
    for (let i = 0; i < 3; i++) await add(tenant, { name: `User ${i}` });
    const whole = await tenant.admin.get('/users?limit=100&count=true');
    const ids = (whole.body.data as { id: string }[]).map(({ id }) => id);
    expect([ids.length, whole.body.total, whole.body.next]).toEqual([5, 5, undefined]);

    const seen: string[] = [];
    let page = await tenant.admin.get('/users?limit=2');
    expect(page.body.prev).toBeUndefined();
    for (;;) {
      seen.push(...(page.body.data as { id: string }[]).map(({ id }) => id));
      if (!page.body.next) break;
      expect(page.headers.link).toContain(encodeURIComponent(page.body.next as string));
      page = await tenant.admin.get(`/users?limit=2&cursor=${page.body.next}`);
    }
    expect(seen).toEqual(ids);
    const back = await tenant.admin.get(`/users?limit=2&cursor=${page.body.prev}`);
    expect((back.body.data as { id: string }[]).map(({ id }) => id)).toEqual(ids.slice(2, 4));
  });

  it('shows one role where that is asked for', async () => {
    const tenant = await givenTenant(app);
    const answer = await tenant.admin.get('/users?role=dispatcher&count=true');
    expect([(answer.body.data as { role: string }[]).map(({ role }) => role), answer.body.total]).toEqual([
      ['dispatcher'],
      1,
    ]);
  });

  it('refuses a cursor that was changed, and one of other filters', async () => {
    const tenant = await givenTenant(app);
    const { next } = (await tenant.admin.get('/users?limit=1')).body as { next: string };
    const [body = '', signature = ''] = next.split('.');
    const scan = Buffer.from(JSON.stringify(['next', 'x', 0, ''])).toString('base64url');
    for (const cursor of [
      `${next}x`,
      `${body.slice(1)}.${signature}`,
      `${scan}.${signature}`,
      `${body}.`,
      body,
      '.',
      '%00',
    ]) {
      expectProblem(await tenant.admin.get(`/users?limit=1&cursor=${cursor}`), 400, 'invalid_cursor');
    }
    expectProblem(await tenant.admin.get(`/users?limit=1&role=admin&cursor=${next}`), 400, 'invalid_cursor');
    expectProblem(await tenant.admin.get('/users?limit=0'), 400, 'invalid_request');
    expectProblem(await tenant.admin.get('/users?limit=101'), 400, 'invalid_request');
  });
});
