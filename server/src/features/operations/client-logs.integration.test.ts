import { beforeAll, describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { expectProblem } from '../../../test/problems.ts';
import { type TestApp, testApp } from '../../../test/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const AN_ERROR = {
  at: '2026-11-21T08:30:00.000Z',
  code: 'connection_failed',
  operation: 'orders.get',
  path: '/transport-orders/{orderId}',
  durationMs: 31_250,
  sdk: '0.1.0',
};
const another = (n: number) => ({ ...AN_ERROR, durationMs: n });

describe('errors of frontends', () => {
  it('are kept by tenant for 30 days, with the role that saw them and nobody named', async () => {
    const { admin, id: tenantId } = await givenTenant(app);

    const answer = await admin.post('/client-logs', { entries: [AN_ERROR, { ...AN_ERROR, code: 'timeout' }] });

    expect([answer.status, answer.body]).toEqual([202, { accepted: 2 }]);
    const kept = await app.mongo.db.collection('client_logs').find({ tenantId }).sort({ code: 1 }).toArray();
    expect(kept.map(({ _id, receivedAt, ...entry }) => entry)).toEqual(
      ['connection_failed', 'timeout'].map((code) => ({
        ...AN_ERROR,
        code,
        at: new Date(AN_ERROR.at),
        tenantId,
        role: 'admin',
      })),
    );
  });

  it('are kept once when the same report comes twice, because its answer was lost', async () => {
    const { admin } = await givenTenant(app);
    await admin.post('/client-logs', { entries: [another(1), another(2)] });
    expect((await admin.post('/client-logs', { entries: [another(2), another(3)] })).body).toEqual({ accepted: 1 });
  });

  it('come 50 at a time', async () => {
    const { admin } = await givenTenant(app);
    const entries = Array.from({ length: 51 }, (_, n) => another(n));
    expectProblem(await admin.post('/client-logs', { entries }), 400, 'invalid_request');
    expect((await admin.post('/client-logs', { entries: entries.slice(1) })).body).toEqual({ accepted: 50 });
  });

  it.each([
    ['a message', { message: 'Elbwerk AG, Rheinstrasse 99' }],
    ['a path with its values', { path: '/transport-orders/0192f0c1?q=Elbwerk AG' }],
    ['a sentence for a code', { code: 'Bearer eyJhbGciOi secret' }],
  ])('have no place for %s', async (_, more) => {
    const { admin } = await givenTenant(app);
    expectProblem(await admin.post('/client-logs', { entries: [{ ...AN_ERROR, ...more }] }), 400, 'invalid_request');
  });
});
