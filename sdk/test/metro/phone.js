// What React Native adds to the engine, as far as the SDK asks for it, and a server that answers in memory.

/** The command line's own timers do not wait. */
const nextTurn = globalThis.setTimeout;
const timers = new Map();
let count = 0;
globalThis.setTimeout = (fn, ms = 0) => {
  if (timers.size === 0) nextTurn(turn);
  timers.set(++count, { fn, at: Date.now() + ms });
  return count;
};
globalThis.clearTimeout = (id) => void timers.delete(id);
function turn() {
  for (const [id, { fn, at }] of [...timers]) if (at <= Date.now() && timers.delete(id)) fn();
  if (timers.size > 0) nextTurn(turn);
}
export const hangUp = () => timers.clear();

globalThis.navigator = { product: 'ReactNative' };
globalThis.AbortController = class {
  signal = { aborted: false, addEventListener() {}, removeEventListener() {} };
  abort() {}
};
globalThis.FormData = class {};
globalThis.Blob = class {};
globalThis.TextEncoder = class {
  encode(text) {
    return Uint8Array.from(unescape(encodeURIComponent(text)), (char) => char.charCodeAt(0));
  }
};

export const disk = new Map();
export const storage = {
  getItem: async (key) => disk.get(key) ?? null,
  setItem: async (key, value) => void disk.set(key, value),
  removeItem: async (key) => void disk.delete(key),
  getAllKeys: async () => [...disk.keys()],
};

let luck = 0;
export const randomBytes = (length) =>
  Uint8Array.from({ length }, () => {
    luck = (luck * 31 + 7) & 255;
    return luck;
  });

export const asked = [];
export const fetch = async (url, { method, headers: sent, body }) => {
  asked.push(`${method} ${url.slice('https://api.test/api/v1'.length)}`);
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': sent['Idempotency-Key'],
    'order-version': '1',
    etag: '"1"',
  };
  const created = method === 'POST' && { ...JSON.parse(body), status: 'placed', version: 1 };
  return {
    ok: true,
    status: created ? 201 : 200,
    headers: { get: (name) => headers[name.toLowerCase()] ?? null },
    text: async () => JSON.stringify(created || { data: [{ id: 'prd_1', name: 'Pallet' }] }),
  };
};
