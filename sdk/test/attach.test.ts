import { describe, expect, it } from 'vitest';
import { aNewOrder, givenWorld } from './support/given.ts';
import { aPng } from './support/png.ts';

const PHOTO = new File([aPng(700, 500)], 'a.png', { type: 'image/png' });
const isUpload = ({ path }: { path: string }) => path.includes('/documents');

describe('documents in the queue', () => {
  it('29: go out behind their order and before what was said after them; taken back unsent, none leaves the device', async () => {
    const { clock, server, open, shelf } = givenWorld();
    const { sym } = open();
    let stormy = 4;
    server.fault = () =>
      stormy > 0 && stormy-- ? { kind: 'answer', status: 503, type: 'text/html', body: '' } : undefined;
    const draft = sym.orders.draft();
    await sym.orders.submit(draft, aNewOrder());
    await sym.orders.attach(draft.id, PHOTO, { kind: 'photo' });
    await sym.orders.cancel(draft.id, 'Not needed.');
    await clock.until(async () => (await sym.outbox.health()).pending === 0);

    const done = server.seen.slice(4).map(({ method, path }) => `${method} ${path.replace(draft.id, ':id')}`);
    expect(done.filter((what) => what.startsWith('POST'))).toEqual([
      'POST /transport-orders',
      'POST /transport-orders/:id/documents?kind=photo',
      'POST /transport-orders/:id/transitions',
    ]);

    server.admit = () => ({ problem: [422, 'unknown_reference'] });
    const refused = sym.orders.draft();
    const blocker = await sym.orders.submit(refused, aNewOrder());
    await clock.until(async () => (await blocker.state()) === 'attention');
    const sent = server.seen.length;
    const second = sym.orders.draft();
    const order = await sym.orders.submit(second, aNewOrder(), { dependsOn: [refused.id] });
    await sym.orders.attach(second.id, PHOTO, { kind: 'photo' });
    await sym.outbox.cancel(order.id);
    await clock.advance(600_000);
    expect(server.seen.slice(sent)).toEqual([]);
    expect(shelf.blobs.size).toBe(0);
  });

  it('go one at a time, and no order waits for their minutes', async () => {
    const { clock, server, open } = givenWorld();
    const { sym } = open();
    const orders = await Promise.all(
      [1, 2].map(async () => {
        const draft = sym.orders.draft();
        await sym.orders.submit(draft, aNewOrder());
        return draft.id;
      }),
    );
    await clock.until(async () => (await sym.outbox.health()).pending === 0);
    server.fault = (request) => (isUpload(request) ? { kind: 'late', ms: 3_600_000 } : undefined);
    for (const id of orders) await sym.orders.attach(id, PHOTO, { kind: 'photo' });
    await clock.advance(25_000);
    expect(server.seen.filter(isUpload)).toHaveLength(1);

    const draft = sym.orders.draft();
    const placed = await sym.orders.submit(draft, aNewOrder());
    await clock.until(async () => (await placed.state()) === 'accepted', 5000);
    expect(server.seen.filter(isUpload)).toHaveLength(1);

    server.fault = () => undefined;
    await clock.until(async () => (await sym.outbox.health()).pending === 0);
  });

  it('are kept until they are delivered, and no longer', async () => {
    const { clock, server, open, shelf } = givenWorld();
    const { sym } = open();
    const draft = sym.orders.draft();
    server.fault = () => ({ kind: 'drop' });
    await sym.orders.submit(draft, aNewOrder());
    const { id } = await sym.orders.attach(draft.id, PHOTO, { kind: 'photo' });
    await clock.advance(60_000);
    expect(shelf.blobs.get(id)).toHaveLength(PHOTO.size);
    server.fault = () => undefined;
    await sym.outbox.flush();
    await clock.until(async () => (await sym.outbox.health()).pending === 0);
    expect([shelf.blobs.size, shelf.records.get(id)?.state]).toEqual([0, 'accepted']);
  });

  it('that the device has lost go to a person, who is told to attach the file again', async () => {
    const { clock, server, open, shelf } = givenWorld();
    const { sym } = open();
    const draft = sym.orders.draft();
    server.fault = () => ({ kind: 'drop' });
    await sym.orders.submit(draft, aNewOrder());
    const attached = await sym.orders.attach(draft.id, PHOTO, { kind: 'photo' });
    shelf.blobs.clear();
    server.fault = () => undefined;
    void sym.outbox.flush();
    await clock.until(async () => (await attached.state()) === 'attention');
    expect((await sym.outbox.get(attached.id))?.lastError?.code).toBe('document_gone');
    await expect(sym.outbox.replace(attached.id, {})).rejects.toMatchObject({ code: 'is_a_document' });
    await sym.outbox.discard(attached.id, { confirm: true });
    expect((await sym.outbox.health()).pending).toBe(0);
  });

  it('travel to another device in an export, every byte', async () => {
    const first = givenWorld();
    const { sym } = first.open();
    first.server.fault = () => ({ kind: 'drop' });
    const draft = sym.orders.draft();
    await sym.orders.submit(draft, aNewOrder());
    const { id } = await sym.orders.attach(draft.id, PHOTO, { kind: 'photo' });
    const text = await sym.outbox.export();

    const second = givenWorld();
    second.server.fault = () => ({ kind: 'drop' });
    const { sym: other } = second.open();
    expect(await other.outbox.import(text)).toBe(2);
    expect(second.shelf.blobs.get(id)).toEqual(new Uint8Array(await PHOTO.arrayBuffer()));
  });
});
