import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { caller } from '../../../test/caller.ts';
import { anAddress } from '../../../test/given-tenant.ts';
import { expectProblem, expectRetryAfter } from '../../../test/problems.ts';
import { startTestApp, testApp } from '../../../test/test-app.ts';

const app = await testApp();

const somebody = (url = app.url) => caller(url, { address: anAddress() });
const aRegistration = (tenant: object = {}) => ({
  tenant: { slug: `t-${v7().slice(-12)}`, name: 'Rheinfracht GmbH', ...tenant },
  admin: { name: 'Ada Admin', email: 'Ada@Rheinfracht.example', password: 'correct horse battery' },
});

describe('registering', () => {
  it('makes a tenant with the defaults of the product and signs its admin in', async () => {
    const registration = aRegistration();
    const { status, body } = await somebody().post('/auth/register', registration);

    expect(status).toBe(201);
    expect(body.tenant).toMatchObject({
      ...registration.tenant,
      timeZone: 'UTC',
      currency: 'EUR',
      locale: 'en',
      referencePrefix: 'SYM',
      priceHoldDays: 14,
    });
    expect(body.user).toMatchObject({ name: 'Ada Admin', email: 'ada@rheinfracht.example', role: 'admin' });
    expect(body.tokens).toMatchObject({
      tokenType: 'Bearer',
      expiresIn: 600,
      tenant: body.tenant.id,
      sub: body.user.id,
      role: 'admin',
    });
    const admin = caller(app.url, { address: anAddress(), token: body.tokens.accessToken as string });
    expect((await admin.get('/users')).body.data).toEqual([body.user]);
  });

  it('lets the admin sign in again with slug, e-mail in any case and password', async () => {
    const registration = aRegistration();
    const made = await somebody().post('/auth/register', registration);
    const answer = await somebody().post('/auth/login', {
      tenant: registration.tenant.slug,
      email: 'ADA@rheinfracht.example',
      password: registration.admin.password,
    });
    expect([answer.status, answer.body.sub]).toEqual([200, made.body.user.id]);
    expect(answer.body.sessionId).not.toBe(made.body.tokens.sessionId);
  });

  it('refuses a slug that is taken, also when both come at the same moment', async () => {
    const registration = aRegistration();
    const answers = await Promise.all([1, 2, 3].map(() => somebody().post('/auth/register', registration)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expectProblem(
      answers.find(({ status }) => status === 409) ?? (answers[0] as (typeof answers)[0]),
      409,
      'slug_taken',
    );
    expect(await app.mongo.db.collection('tenants').countDocuments({ slug: registration.tenant.slug })).toBe(1);
  });

  it('refuses a time zone that does not exist, and stores nothing', async () => {
    const registration = aRegistration({ timeZone: 'Europe/Atlantis' });
    const answer = await somebody().post('/auth/register', registration);
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors[0].pointer).toBe('/tenant/timeZone');
    expect(await app.mongo.db.collection('tenants').countDocuments({ slug: registration.tenant.slug })).toBe(0);
  });

  it('is possible five times from one address in a quarter of an hour', async () => {
    const crowd = somebody();
    for (let i = 0; i < 5; i++)
      expect((await crowd.post('/auth/register', aRegistration({ timeZone: 'Nowhere/Land' }))).status).toBe(400);
    const sixth = await crowd.post('/auth/register', aRegistration());
    expectProblem(sixth, 429, 'rate_limited');
    expectRetryAfter(sixth);
    expect((await somebody().post('/auth/register', aRegistration())).status).toBe(201);
  });

  it('is refused where the operator has closed it', async () => {
    const closed = await startTestApp({ REGISTRATION: 'closed', DATABASE: app.mongo.db.databaseName });
    try {
      expectProblem(await somebody(closed.url).post('/auth/register', aRegistration()), 403, 'registration_closed');
    } finally {
      await closed.stop();
    }
  });
});
