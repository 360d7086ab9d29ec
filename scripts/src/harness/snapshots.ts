import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

/** A channel's present state; where the channel stood before it was read. */
export interface Snapshot {
  /** Of each order it shows, `<orderId>@<version>`. */
  readonly orders: readonly string[];
  readonly stream?: { readonly epoch: string; readonly seq: number };
}

/** What an order's and a client's snapshot have of it. */
interface Shown {
  readonly orderId: string;
  readonly version: number;
}

/** Brings a snapshot, trying until `over` says that nobody wants it any more. */
export type FetchSnapshot = (
  channel: string,
  token: string,
  address: string,
  over: () => boolean,
) => Promise<Snapshot | undefined>;

const PATIENCE_MS = 12_000;

/** Snapshots over HTTP from `port`, of orders and clients; a channel of another kind has none here. */
export function httpSnapshots(port: number): FetchSnapshot {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return async (channel, token, address, over) => {
    const [kind, id] = channel.split(':', 2);
    if (kind !== 'order' && kind !== 'client') return { orders: [] };
    for (let attempt = 0; !over(); attempt++) {
      const found = await once(agent, port, `/api/v1/tracking/${kind}s/${id}`, token, address).catch(() => undefined);
      if (found) return found;
      await wait(Math.random() * Math.min(30_000, 500 * 2 ** attempt));
    }
    return undefined;
  };
}

function once(agent: Agent, port: number, path: string, token: string, address: string): Promise<Snapshot | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': address };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const asked = request({ agent, host: '127.0.0.1', port, path, headers, signal }, (answer) => {
      text(answer).then((body) => {
        if (answer.statusCode !== 200) return resolve(undefined);
        const read = JSON.parse(body) as (Shown | { orders: Shown[] }) & Pick<Snapshot, 'stream'>; // as the contract says
        const shown = 'orders' in read ? read.orders : [read];
        const orders = shown.map(({ orderId, version }) => `${orderId}@${version}`);
        resolve({ orders, ...(read.stream ? { stream: read.stream } : {}) });
      }, reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}
