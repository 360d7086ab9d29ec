import type { OutboxRecord } from '../../src/outbox/index.ts';
import { hashOf } from './network.ts';
import { SECRET } from './page.ts';
import { entryOf, ownerOf, type Scene } from './storm.ts';

/** Requests per stored record that the calm after a storm may cost: a look, a send, a renewed token, and a little. */
const REQUESTS_EACH = 6;
const REQUESTS_MORE = 60;
/** Claims likewise: four hours of four pages, each looking every five minutes at worst. */
const CLAIMS_MORE = 400;

const UNFINISHED = ['queued', 'sending', 'paused', 'attention'];

/** What the server says to a change of what was changed or ended meanwhile. */
const RIGHTLY = [
  'version_mismatch',
  'order_cannot_move',
  'order_cannot_be_amended',
  'not_found',
  'dependency_gone',
  'idempotency_key_reuse',
];

/** Which of the promises do not hold, by name; empty when all do. `calm` = what was done after the storm. */
export async function verdict(scene: Scene, calm: { tried: number; claims: number }): Promise<string[]> {
  const stores = scene.disks.map((_, device) => scene.undisturbed(device));
  const kept = await Promise.all(stores.map((store) => store.list({ anyVersion: true })));
  const records = kept.map((list) => new Map(list.map((record) => [record.id, record])));
  const found = { scene, records, all: kept.flat() };
  return [
    ...scene.broken,
    ...scene.promised.untrue,
    ...nothingLost(found),
    ...nothingDoubled(found),
    ...inOrder(found),
    ...nobodyMixedUp(found),
    ...(await noToken(scene)),
    ...arrivesInTime(found, calm),
    ...toldOnce(found),
    ...sameBytes(found),
    ...untouched(found),
  ];
}

interface Found {
  readonly scene: Scene;
  /** What lies on each device in the end. */
  readonly records: readonly Map<string, OutboxRecord>[];
  readonly all: readonly OutboxRecord[];
}

/** Every key that the server has carried out. */
function keysOf({ server }: Scene): Set<string> {
  const uploads = [...server.documents.keys()].map((id) => id.slice('doc_'.length));
  return new Set([...uploads, ...[...server.orders.values()].flatMap(({ log }) => log.map(({ key }) => key))]);
}

/** I1: each promised request is on the server, or visible in its queue, or was taken back by its user. */
function nothingLost({ scene, records }: Found): string[] {
  const arrived = keysOf(scene);
  const { given, takenBack, signedOut, apart, inMemory } = scene.promised;
  const broken: string[] = [];
  for (const [id, { owner, order, device }] of given) {
    const record = records[device]?.get(id);
    const amended = record?.amendKey !== undefined && arrived.has(record.amendKey);
    if (arrived.has(id) || amended || (record && UNFINISHED.includes(record.state))) continue;
    const mayBeGone =
      takenBack.has(id) || takenBack.has(order) || (owner ? signedOut.has(`${device} ${owner}`) : signedOut.size > 0);
    if (record?.state === 'cancelled' ? !mayBeGone : !(mayBeGone && !record))
      broken.push(`I1 ${id} was promised and is ${record?.state ?? 'nowhere'}`);
  }
  for (const [device, map] of records.entries()) {
    // Carried to another device it may have gone from there; pruned and submitted once more it had arrived before; and a
    // page that cannot read its disk takes a draft once more without knowing that another has taken it back.
    const excused = (id: string) => apart.has(id) || inMemory.has(id) || scene.ledgers[device]?.entries.get(id)?.anew;
    for (const { id, state } of map.values())
      if (state === 'cancelled' && arrived.has(id) && !excused(id))
        broken.push(`I1 ${id} was taken back and is on the server all the same`);
  }
  return broken;
}

/** I2: at most one order for each id. */
function nothingDoubled({ scene }: Found): string[] {
  const counts = new Map<string, number>();
  for (const { id } of scene.server.orders.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
  const broken = [...counts].filter(([, count]) => count > 1).map(([id, count]) => `I2 ${id} is there ${count} times`);
  for (const { id, log } of scene.server.orders.values()) {
    const keys = log.map(({ key }) => key);
    if (new Set(keys).size < keys.length) broken.push(`I2 a command of ${id} was carried out twice`);
  }
  return broken;
}

/** I3: what was asked of one order, documents too, was done in the order in which it was stored. */
function inOrder({ scene }: Found): string[] {
  const broken: string[] = [];
  const last = new Map<string, number>();
  for (const key of scene.network.done) {
    const { order, seq } = entryOf(scene, key) ?? {};
    if (order === undefined || seq === undefined || scene.promised.apart.has(order)) continue;
    if (!last.has(order) && key !== order) broken.push(`I3 ${order} did not begin with its create`);
    if (seq < (last.get(order) ?? 0)) broken.push(`I3 ${order} was changed out of order`);
    last.set(order, seq);
  }
  return broken;
}

/** I4: each order belongs to who submitted it, and went out under nobody else's token. */
function nobodyMixedUp({ scene }: Found): string[] {
  const broken: string[] = [];
  for (const [id, { owner, order }] of scene.promised.given)
    for (const stored of scene.server.orders.values())
      if (owner && !scene.promised.nobodys.has(order) && stored.id === order && stored.owner !== ownerOf(owner))
        broken.push(`I4 ${id} belongs to ${stored.owner}`);
  for (const { key, as } of scene.network.arrivals) {
    const scopes = [...((key && entryOf(scene, key)?.scopes) || [])];
    // One that lay in memory, and then was submitted once more by nobody: the cart became somebody else's.
    const owner = key === undefined ? undefined : scene.promised.givers.get(key);
    // A cart that was nobody's is his who signs in first; in memory, or on another device, that is not on this disk.
    const nobodys = scopes.length === 0 || scopes.some((scope) => scope.endsWith('|anon|'));
    if (!nobodys && as && as !== ownerOf(owner ?? '') && !scopes.some((scope) => scope.endsWith(`|${as}`)))
      broken.push(`I4 ${key} of ${scopes.join(', ')} was sent as ${as}`);
  }
  return broken;
}

/** I5: no token lies on any disk, in any log. */
async function noToken({ disks, log }: Scene): Promise<string[]> {
  const texts = [...(await Promise.all(disks.map((disk) => disk.text()))), log.join('\n')];
  return texts.some((text) => text.includes(SECRET)) ? ['I5 a token lies on the disk or in a log'] : [];
}

/** I6: in good weather a healthy request is accepted, and it does not take endless passes. */
function arrivesInTime({ scene, all }: Found, { tried, claims }: { tried: number; claims: number }): string[] {
  const broken: string[] = [];
  const heads = new Map<string, string>();
  const creates = new Set(
    all.filter(({ op, state }) => op === 'orders.create' && UNFINISHED.includes(state)).map(({ id }) => id),
  );
  for (const record of all) {
    if (!UNFINISHED.includes(record.state) || record.v !== 1) continue;
    const order = entryOf(scene, record.id)?.order ?? record.id;
    // An order that lay in memory came to the disk after what was asked of it, and goes before it.
    const behind = heads.get(record.lane) !== undefined || (order !== record.id && creates.has(order));
    if (!behind) heads.set(record.lane, record.id);
    if (behind || (record.state === 'attention' && mayBeRefused(scene, record))) continue;
    broken.push(
      `I6 ${record.op} ${record.id} is still ${record.state} hours after the storm: ${JSON.stringify(record.lastError)}`,
    );
  }
  if (tried > REQUESTS_EACH * all.length + REQUESTS_MORE) broken.push(`I6 the calm took ${tried} requests`);
  if (claims > REQUESTS_EACH * all.length + CLAIMS_MORE) broken.push(`I6 the calm took ${claims} claims`);
  return broken;
}

/** Refusals that a person has earned: a faulty order, or a change of what was changed or ended meanwhile. */
function mayBeRefused(scene: Scene, record: OutboxRecord): boolean {
  const { promised, server } = scene;
  const code = record.lastError?.code;
  // Its draft was submitted once more while nobody was signed in, and the device's cart went to somebody else.
  if (code === 'order_id_taken') return promised.nobodys.has(record.id);
  // A release that knew no documents sends them as something else; they can be tried again by one that does.
  if (code === 'unsupported_media_type')
    return scene.conditions.other !== undefined && record.op === 'documents.upload';
  if (code === 'invalid_request') return /faulty/.test(String(record.body));
  const order = entryOf(scene, record.id)?.order ?? record.lane;
  // An order that was taken back before it was sent; one that was lost is found by I1.
  if (code === 'not_found' && !server.orders.has(order)) return true;
  const contested = [order, record.lane, record.id].some((id) => promised.contested.has(id) || promised.apart.has(id));
  return contested && RIGHTLY.includes(String(code));
}

/** I7: each acceptance and each refusal was heard, and that it was heard is on the disk (told again: see `listen`). */
function toldOnce({ scene, all }: Found): string[] {
  return all
    .filter(({ state, v }) => v === 1 && (state === 'accepted' || state === 'attention'))
    .filter(({ id, notified }) => !notified || !scene.promised.heard.has(id))
    .map(({ id, state }) => `I7 nobody heard that ${id} is ${state}`);
}

/** What `outbox.cancel` says to the server about an order that may have arrived. */
const WITHDRAWAL = hashOf(JSON.stringify({ to: 'cancelled' }));

/** bytes: what was sent under a key is what the app gave for it; a document on the server is what was attached. */
function sameBytes({ scene }: Found): string[] {
  const broken: string[] = [];
  const { bodies, replaced } = scene.promised;
  for (const { method, order, key, body } of scene.network.arrivals) {
    if (key === undefined || method === 'GET' || body === WITHDRAWAL) continue;
    // The outbox itself makes an amendment of what replaces an order that has arrived.
    if (scene.ledgers.some(({ amendKeys }) => amendKeys.has(key)) || (method === 'PATCH' && replaced.has(order)))
      continue;
    const stored = scene.ledgers.some(({ entries }) => entries.get(key)?.bodies.has(body));
    if (!stored && !bodies.get(key)?.has(body)) broken.push(`bytes of ${key} are not what was stored`);
  }
  for (const [id, { document }] of scene.promised.given) {
    const arrived = scene.server.documents.get(`doc_${id}`);
    if (document && arrived && arrived.sha256 !== document) broken.push(`bytes of document ${id} were changed`);
  }
  return broken;
}

/** What a newer release has stored is left as it is. */
function untouched({ scene, records }: Found): string[] {
  return [...scene.futures].flatMap(([id, text]) => {
    const { seq: _, ...record } = records[0]?.get(id) ?? {};
    return JSON.stringify(record) === text ? [] : [`versions: ${id} of a newer release was touched`];
  });
}
