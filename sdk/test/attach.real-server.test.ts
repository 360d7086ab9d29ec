import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isRejected, outbox } from '../src/outbox/index.ts';
import { sqliteOutbox } from '../src/storage/sqlite-outbox.ts';
import { anOrderFor, aVersion } from './support/a-trade.ts';
import { aPng } from './support/png.ts';
import { realServer } from './support/real-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'sym-attach-'));
afterAll(() => rmSync(folder, { recursive: true }));
const server = await realServer();

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const PHOTO = aPng(1200, 900);
let devices = 0;

async function givenClient() {
  const tenant = await server.tenant();
  const { data: client } = await tenant.admin.sym.clients.create({ name: 'Elbwerk AG' });
  const { data: product } = await tenant.admin.sym.products.create({
    name: 'Euro pallet',
    transportType: 'ltl',
    unit: 'pallet',
  });
  const first = aVersion(4500);
  await tenant.admin.sym.pricing.createGrid({ name: 'Groupage', transportType: 'ltl', currency: 'EUR', first });
  const parts = { outbox: outbox(sqliteOutbox(join(folder, `${devices++}.db`))) };
  const device = await tenant.person('client', { clientId: client.id }, parts);
  return { device, sym: device.sym, order: anOrderFor(product.id) };
}

describe('a document attached without a network', () => {
  it('waits behind its order and arrives with it: every byte, its name and its kind, once', async () => {
    const { device, sym, order } = await givenClient();
    device.online = false;
    const draft = sym.orders.draft();
    await sym.orders.submit(draft, order);
    const attached = await sym.orders.attach(draft.id, new File([PHOTO], 'Palette Süd ✓.png', { type: 'image/png' }), {
      kind: 'photo',
    });
    await sym.orders.amend(draft.id, { instructions: 'Ring twice.' });
    expect([attached.durability, await attached.state()]).toEqual(['disk', 'queued']);

    device.online = true;
    expect(await sym.outbox.flush()).toEqual({ pending: 0 });

    const document = await attached.accepted({ timeoutMs: 20_000 });
    if (isRejected(document)) throw new Error(JSON.stringify(document));
    expect(document).toMatchObject({ kind: 'photo', name: 'Palette Süd ✓.png', contentType: 'image/png' });
    expect(document.sha256).toBe(sha256(PHOTO));
    const { data } = await sym.documents.list(draft.id);
    expect(data.data.map(({ id }) => id)).toEqual([`doc_${attached.id}`]);
    const { data: file } = await sym.documents.download(document.id);
    expect(sha256(new Uint8Array(await file.arrayBuffer()))).toBe(sha256(PHOTO));
    // What stood behind it went out with the version it left behind.
    const { data: placed } = await sym.orders.get(draft.id);
    expect([placed.instructions, (await sym.outbox.list({ state: 'attention' })).length]).toEqual(['Ring twice.', 0]);
  });

  it('is refused at once when the server would surely refuse it, and stored nowhere', async () => {
    const { sym } = await givenClient();
    const { id } = sym.orders.draft();
    const file = (bytes: number, type: string) => new File([new Uint8Array(bytes)], 'x', { type });
    await expect(sym.orders.attach(id, file(10_485_761, 'image/png'), { kind: 'photo' })).rejects.toMatchObject({
      name: 'Validation',
      code: 'body_too_large',
    });
    await expect(sym.orders.attach(id, file(3, 'image/heic'), { kind: 'photo' })).rejects.toMatchObject({
      name: 'Validation',
      code: 'unsupported_media_type',
    });
    expect(await sym.outbox.list()).toEqual([]);
  });

  it('that turns out to be something else goes to a person, and blocks nothing but its own order', async () => {
    const { sym, order } = await givenClient();
    const draft = sym.orders.draft();
    await sym.orders.submit(draft, order);
    const attached = await sym.orders.attach(draft.id, new TextEncoder().encode('no picture'), {
      kind: 'photo',
      contentType: 'image/png',
      fileName: 'a.png',
    });
    const answer = await attached.accepted({ timeoutMs: 20_000 });
    expect(isRejected(answer) && answer.problem?.code).toBe('unsupported_media_type');
    await sym.outbox.discard(attached.id, { confirm: true });
    const other = await sym.orders.submit(sym.orders.draft(), order);
    expect(isRejected(await other.accepted({ timeoutMs: 20_000 }))).toBe(false);
  });
});
