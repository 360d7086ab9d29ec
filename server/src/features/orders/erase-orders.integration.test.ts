import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import { testApp } from '../../../test/test-app.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import { createPager } from '../../platform/db/page.ts';
import { createEventLog } from '../../platform/events/event-log.ts';
import { eraseOrders } from './erase-orders.ts';
import { aNewOrder } from './orders.fixtures.ts';
import { createOrdersRepo } from './orders.repo.ts';
import { storeCopies } from './orders.seed.fixtures.ts';
import type { OrderDocument } from './orders.types.ts';

const app = await testApp();
const orders = app.mongo.db.collection<OrderDocument>('orders');
const DEPS = {
  repo: createOrdersRepo(app.mongo),
  pager: createPager('a secret of more than thirty-two characters'),
  events: createEventLog(app.mongo),
  now: () => new Date(),
};
const SYSTEM = { kind: 'system', id: 'erasure', role: 'admin' } as const;

async function given() {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const { dispatcher } = tenant;
  const place = async (changes: Parameters<typeof aNewOrder>[1] = {}) => {
    const order = aNewOrder(trade.productId, { clientId: trade.clientId, ...changes });
    const answer = await dispatcher.post('/transport-orders', order);
    if (answer.status !== 201) throw new Error(answer.text);
    return order.id;
  };
  const move = async (id: string, to: string, version: number, more: object = {}) => {
    const path = `/transport-orders/${id}/transitions`;
    const answer = await dispatcher.post(path, { to, ...more }, { 'If-Match': `W/"v${version}"` });
    if (answer.status !== 200) throw new Error(answer.text);
  };
  return { tenant, ...trade, dispatcher, place, move, ctx: aCtx({ tenantId: tenant.id, actor: SYSTEM }) };
}

describe('erasing what orders tell of people', () => {
  it('takes names, addresses, contacts and texts, and leaves the numbers', async () => {
    const { ctx, clientId, carrierId, vehicleId, productId, place, move, dispatcher } = await given();
    const id = await place({
      lines: [{ productId, quantity: 2, weightGrams: 480_000, description: 'Bild von Erika Muster' }],
      instructions: 'Bei Muster klingeln',
      metadata: { recipient: 'Muster' },
    });
    await move(id, 'accepted', 1, { reason: 'Frau Muster rief an' });
    await move(id, 'assigned', 2, { carrierId, vehicleId });
    await move(id, 'picked_up', 3);
    await move(id, 'failed', 4, { reason: 'recipient_absent' });
    await move(id, 'in_transit', 5);
    await move(id, 'delivered', 6, { proof: { name: 'Erika Muster', at: new Date().toISOString() } });
    const before = (await dispatcher.get(`/transport-orders/${id}`)).body;
    // What is just being told cannot be taken back.
    while (await orders.findOne({ id, pendingAt: { $exists: true } }))
      await new Promise((then) => setTimeout(then, 20));

    expect(await app.doors.orders.erase(ctx, { clientId })).toEqual({ erased: 1, open: 0 });

    const after = (await dispatcher.get(`/transport-orders/${id}`)).body;
    const events = (await dispatcher.get(`/transport-orders/${id}/events`)).body.data as object[];
    expect(events).toHaveLength(7);
    expect(JSON.stringify(events)).not.toContain('Muster');
    for (const text of [
      'Muster',
      'Greta',
      'greta@',
      'Rheinstraße',
      'Ludwig-Erhard',
      'Odenwald',
      '64295',
      '8.6512',
      '49.8728',
    ])
      expect(JSON.stringify(await orders.findOne({ id })), text).not.toContain(text);
    expect(after).toMatchObject({
      id,
      reference: before.reference,
      status: 'delivered',
      version: 8,
      price: before.price,
      deliveredAt: before.deliveredAt,
      lines: [{ productId, quantity: 2, weightGrams: 480_000 }],
      pickup: {
        name: 'Erased',
        city: 'Darmstadt',
        postcode: '64',
        coordinates: [8.7, 49.9],
        window: before.pickup.window,
      },
    });
    expect(after.timeline.map(({ type, reason }: { type: string; reason?: string }) => [type, reason])).toEqual([
      ['order.placed', undefined],
      ['order.accepted', undefined],
      ['order.assigned', undefined],
      ['order.picked_up', undefined],
      ['order.failed', 'recipient_absent'],
      ['order.in_transit', undefined],
      ['order.delivered', undefined],
      ['order.erased', undefined],
    ]);
    expect(after.timeline.at(-1).by).toMatchObject(SYSTEM);
  });

  it('is for the orders of one client that are over; open ones are left and counted', async () => {
    const { tenant, ctx, clientId, place, move } = await given();
    const other = (await tenant.admin.post('/clients', { name: 'Another' })).body.id as string;
    const [mine, open, foreign] = [await place(), await place(), await place({ clientId: other })];
    for (const id of [mine, foreign]) await move(id, 'cancelled', 1, { reason: 'Herr Muster braucht es nicht mehr' });

    const first = await app.doors.orders.erase(ctx, { clientId });
    const again = await app.doors.orders.erase(ctx, { clientId });
    const elsewhere = await app.doors.orders.erase({ ...ctx, tenantId: `ten_${v7()}` });

    expect([first, again, elsewhere]).toEqual([
      { erased: 1, open: 1 },
      { erased: 0, open: 1 },
      { erased: 0, open: 0 },
    ]);
    const erasedAt = async (id: string) => (await orders.findOne({ id }))?.erasedAt !== undefined;
    expect(await Promise.all([mine, open, foreign].map(erasedAt))).toEqual([true, false, false]);
    expect(await app.doors.orders.erase(ctx)).toEqual({ erased: 1, open: 1 });
  });

  it('that stopped half-way goes on where it stopped, each order before its documents', async () => {
    const { ctx, place, move } = await given();
    const id = await place();
    await move(id, 'cancelled', 1);
    await storeCopies(app.mongo.db, id, 119, (index, { createdAt }) => ({ createdAt: new Date(+createdAt - index) }));
    const gone = new Set<string>();
    const deps = {
      ...DEPS,
      eraseDocuments: async (_ctx: unknown, orderId: string) => {
        if (gone.size === 70) throw new Error('the storage is away');
        gone.add(orderId);
      },
    };
    await expect(eraseOrders(deps, ctx)).rejects.toThrow('storage is away');
    const found = await orders.find({ tenantId: ctx.tenantId }).toArray();
    const written = new Set(found.filter(({ erasedAt }) => erasedAt).map(({ id }) => id));
    const done = found.filter(({ erasureEndedAt }) => erasureEndedAt);

    const again = new Set<string>();
    const eraseDocuments = async (_ctx: unknown, orderId: string) => void again.add(orderId);
    const rest = await eraseOrders({ ...deps, eraseDocuments }, ctx);

    expect([...gone].every((orderId) => written.has(orderId))).toBe(true);
    expect(done.length).toBeGreaterThanOrEqual(50);
    expect(done.every((order) => gone.has(order.id) && !again.has(order.id))).toBe(true);
    // Those beside the one that failed may have ended meanwhile.
    expect(again.size).toBeLessThanOrEqual(120 - done.length);
    expect(again.size).toBeGreaterThanOrEqual(50);
    expect(rest.erased).toBe(again.size);
    const ended = { tenantId: ctx.tenantId, erasedAt: { $exists: true }, erasureEndedAt: { $exists: true } };
    expect(await orders.countDocuments(ended)).toBe(120);
    // However often it was gone through, it was written once.
    expect(await orders.countDocuments({ tenantId: ctx.tenantId, version: { $gt: 3 } })).toBe(0);
  });

  it('leaves nothing of an upload that comes at the same moment or after it', async () => {
    const { ctx, dispatcher, place, move } = await given();
    const id = await place();
    await move(id, 'cancelled', 1);
    const path = `/transport-orders/${id}/documents?kind=other`;
    const headers = { 'Content-Type': 'application/pdf', 'Content-Disposition': 'attachment; filename="muster.pdf"' };
    const upload = () => dispatcher.send('post', path, Buffer.from('%PDF-1.4\n%%EOF\n'), headers);
    const answers = [await upload()];
    const eraseDocuments = async (of: typeof ctx, orderId: string) => {
      await app.doors.documents.erase(of, orderId);
      // Behind the last document that was found.
      answers.push(await upload());
    };

    await eraseOrders({ ...DEPS, eraseDocuments }, ctx);
    answers.push(await upload());

    expect(answers.map(({ status }) => status)).toEqual([201, 404, 404]);
    expect(answers.at(-1)?.body).toMatchObject({ code: 'not_found' });
    const names = await app.mongo.db.collection('documents').distinct('name', { orderId: id });
    expect(names).toEqual(['other.pdf']);
  });

  it('takes the reason of an event that was on its way to the others', async () => {
    const { ctx, place, move } = await given();
    const id = await place();
    await move(id, 'cancelled', 1);
    const events = app.mongo.db.collection<{ _id: string }>('events');
    // Read by a relay that has not put it down yet, and by no other one.
    const tomorrow = new Date(Date.now() + 86_400_000);
    const event = { id: v7(), subject: `transport-order/${id}`, sequence: 9, data: { reason: 'Frau Muster' } };
    const onItsWay = { pending: [event], pendingAt: tomorrow } as never;
    while (await orders.findOne({ id, pendingAt: { $exists: true } }))
      await new Promise((then) => setTimeout(then, 20));
    await orders.updateOne({ id }, { $set: onItsWay });
    const eraseDocuments = async () => {
      const rest = { tenantId: ctx.tenantId, recordedAt: new Date(), todo: [] };
      await events.insertOne({ _id: `${ctx.tenantId}:${event.id}`, ...event, ...rest });
      await orders.updateOne({ id }, { $set: { pending: [] }, $unset: { pendingAt: '' } });
    };

    expect(await eraseOrders({ ...DEPS, eraseDocuments }, ctx)).toEqual({ erased: 1, open: 0 });

    expect(await events.findOne({ _id: `${ctx.tenantId}:${event.id}` })).toMatchObject({ data: {} });
    expect(await events.countDocuments({ subject: event.subject, 'data.reason': { $exists: true } })).toBe(0);
  });

  it('takes what issues repeat of an address', async () => {
    const { ctx, place, move } = await given();
    const { pickup } = aNewOrder('');
    const id = await place({ pickup: { ...pickup, postcode: '12345-Muster' } });
    const [before] = (await orders.findOne({ id }))?.issues ?? [];
    expect(before?.message).toContain('12345-Muster');
    await move(id, 'cancelled', 1);

    await eraseOrders({ ...DEPS, eraseDocuments: async () => {} }, ctx);

    expect((await orders.findOne({ id }))?.issues).toEqual([{ ...before, message: 'Erased' }]);
  });

  it('is done once when two runs come at the same moment', async () => {
    const { ctx, place, move } = await given();
    const id = await place();
    await move(id, 'cancelled', 1);
    const met = Promise.withResolvers<void>();
    let runs = 0;
    const deps = {
      ...DEPS,
      // Each has read the order before either writes it.
      eraseDocuments: async () => {
        if (++runs === 2) met.resolve();
        await met.promise;
      },
    };

    await Promise.all([eraseOrders(deps, ctx), eraseOrders(deps, ctx)]);

    const stored = await orders.findOne({ id });
    expect(stored?.version).toBe(3);
    expect(stored?.timeline.map(({ type }) => type)).toEqual(['order.placed', 'order.cancelled', 'order.erased']);
  });

  it('does not lose what is announced at the same moment', async () => {
    const { ctx, place, move } = await given();
    const id = await place();
    await move(id, 'cancelled', 1);
    const deps = {
      ...DEPS,
      // Between reading the order and writing it.
      eraseDocuments: async () => void (await app.doors.orders.announce(ctx, id, { type: 'document.ready', data: {} })),
    };

    expect(await eraseOrders(deps, ctx)).toEqual({ erased: 1, open: 0 });

    expect(await orders.findOne({ id })).toMatchObject({ version: 3, sequence: 3, pickup: { name: 'Erased' } });
  });
});
