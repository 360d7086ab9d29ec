import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { aNewOrder } from '../../server/src/features/orders/orders.fixtures.ts';
import { givenTenant } from '../../server/test/given-tenant.ts';
import { givenTrade } from '../../server/test/given-trade.ts';
import { testApp, testEnvironment } from '../../server/test/test-app.ts';

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const app = await testApp();

/** Runs the command on the database of the test's application. */
function erase(args: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, ...testEnvironment() };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, 'erase', ...args.split(' ')], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

const CANCEL = { 'If-Match': '*' };

describe('ops erase', () => {
  it('takes who people are out of orders, documents, people and answers, and leaves the numbers', async () => {
    const tenant = await givenTenant(app);
    const { client, clientId, productId } = await givenTrade(tenant);
    const { admin } = tenant;
    const key = v7();
    const person = { name: 'Greta Geheim', email: 'greta@geheim.example', password: 'correct horse battery' };
    await admin.post('/users', { ...person, role: 'client', clientId }, { 'Idempotency-Key': key });
    const grid = await admin.get('/pricing-grids');
    const agreed = { clientId, transportType: 'ltl', gridId: grid.body.data[0].id, validFrom: '2027-01-01T00:00:00Z' };
    await admin.post('/contracts', { ...agreed, note: 'Agreed with Geheim.' }, { 'Idempotency-Key': v7() });
    const plan = await admin.post('/plans', { name: 'Start', price: { amount: 0, currency: 'EUR' } });
    const subscribed = await admin.post('/subscriptions', { clientId, planId: plan.body.id });
    const late = { to: 'past_due', reason: 'Geheim does not pay' };
    await admin.post(`/subscriptions/${subscribed.body.id}/transitions`, late, {
      'If-Match': 'W/"v1"',
      'Idempotency-Key': v7(),
    });
    await admin.post(`/subscriptions/${subscribed.body.id}/transitions`, { to: 'active' }, { 'If-Match': 'W/"v2"' });
    const place = async () => {
      const order = { ...aNewOrder(productId), instructions: 'Ring at Geheim.', metadata: { floor: 'Geheim' } };
      const answer = await client.post('/transport-orders', {
        ...order,
        pickup: { ...order.pickup, name: 'Geheim KG' },
      });
      return answer.body as { id: string; price: { total: number } };
    };
    const [over, open] = [await place(), await place()];
    await client.send('post', `/transport-orders/${over.id}/documents?kind=other`, PDF, {
      'Content-Type': 'application/pdf',
      'Content-Disposition': 'attachment; filename="geheim.pdf"',
    });
    await client.post(`/transport-orders/${over.id}/transitions`, { to: 'cancelled', reason: 'Geheim' }, CANCEL);

    const of = `--tenant ${tenant.slug} --client ${clientId}`;
    expect(await erase(of)).toMatchObject({ code: 0, stdout: expect.stringMatching(/2 order\(s\)[\s\S]*Nothing was/) });
    expect((await admin.get(`/transport-orders/${over.id}`)).text).toContain('Geheim');

    // Whoever carries the open one needs its address.
    expect(await erase(`${of} --apply`)).toMatchObject({ code: 2, stdout: expect.stringContaining('1 are not over') });
    expect((await client.get(`/transport-orders/${open.id}`)).status).toBe(200);

    await client.post(`/transport-orders/${open.id}/transitions`, { to: 'cancelled' }, CANCEL);
    expect(await erase(`${of} --apply`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 order(s) and 2 person(s) erased'),
    });

    const left = await admin.get(`/transport-orders/${over.id}`);
    expect(left.body).toMatchObject({ status: 'cancelled', price: { total: over.price.total }, clientId });
    expect(left.text.toLowerCase()).not.toContain('geheim');
    expect((await admin.get(`/transport-orders/${over.id}/documents`)).text.toLowerCase()).not.toContain('geheim');
    expect((await admin.get('/users')).text.toLowerCase()).not.toContain('geheim');
    expect((await admin.get(`/clients/${clientId}`)).body).toMatchObject({ name: 'Erased' });
    expect((await client.get('/products')).status).toBe(401);

    const everything = await Promise.all(
      (await app.mongo.db.listCollections().toArray()).map(async ({ name }) =>
        JSON.stringify(await app.mongo.db.collection(name).find({}).toArray()),
      ),
    );
    expect(everything.filter((text) => /geheim/i.test(text))).toEqual([]);

    expect(await erase(`${of} --apply`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 order(s) and 0'),
    });
  });

  it.each([
    ['--tenant nobody --all', 1, 'There is no tenant with the slug nobody.'],
    ['--tenant demo', 64, 'Say whose data'],
    ['--tenant demo --all --client cli_1', 64, 'Say whose data'],
  ])('refuses in one sentence: %s', async (args, code, sentence) => {
    const outcome = await erase(args);
    expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(sentence) });
  });
});

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
