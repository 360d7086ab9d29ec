import type { Symphonia } from '@symphonia/sdk';
import type { Order, OutboxRecord } from '@symphonia/sdk/outbox';
import type { Tracking } from '@symphonia/sdk/tracking';
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';

type Sdk = Symphonia<Tracking>;
const Sym = createContext<Sdk | undefined>(undefined);

/** Around the app: `<SymphoniaProvider value={sym}>`. Make `sym` once, outside of every component. */
export const SymphoniaProvider = Sym.Provider;

export function useSymphonia(): Sdk {
  const sym = useContext(Sym);
  if (!sym) throw new Error('Put <SymphoniaProvider value={sym}> around this component.');
  return sym;
}

/** The products of this device at once, and the server's as soon as they differ. */
export function useProducts() {
  return useLive<ProductsView>({ products: [] }, (sym, set) => {
    const show = ({ data, meta }: Awaited<ReturnType<Sdk['products']['list']>>) =>
      set({ products: data.data, stale: meta.stale, ageMs: meta.ageMs });
    const fail = (error: unknown) => set({ products: [], error });
    sym.products.list({ limit: 100, cache: { onFresh: show } }).then(show, fail);
    return () => {};
  });
}

interface ProductsView {
  readonly products: Awaited<ReturnType<Sdk['products']['list']>>['data']['data'];
  readonly stale?: boolean;
  readonly ageMs?: number;
  readonly error?: unknown;
}

/** What waits on this device; `record.lastError` says why. Hears of every tab. */
export function useQueue() {
  return useLive<readonly OutboxRecord[]>([], (sym, set) => {
    const states = ['queued', 'sending', 'paused', 'attention'] as const;
    const look = () => void sym.outbox.list({ state: states }).then(set, () => {}); // the next change asks again
    look();
    return sym.outbox.on('change', look);
  });
}

/** One order: its record while it waits on this device, then what the server has, live. */
export function useOrder(id: string) {
  return useLive<OrderView>({}, (sym, set) => follow(sym, id, set), id);
}

interface OrderView {
  readonly record?: OutboxRecord | undefined;
  readonly order?: Order;
  readonly position?: unknown;
  readonly error?: unknown;
}

function follow(sym: Sdk, id: string, set: (view: OrderView) => void): () => void {
  let view: OrderView = {};
  let live: ReturnType<Sdk['tracking']['subscribe']> | undefined;
  let ended = false;
  const show = (more: OrderView) => {
    view = { ...view, ...more };
    set(view);
  };
  const fail = (error: unknown) => show({ error });

  const look = async () => {
    const record = await sym.outbox.get(id);
    show({ record });
    // Before it is accepted there is nothing to watch.
    if (ended || live || (record && record.state !== 'accepted')) return;
    live = sym.tracking.subscribe({ order: id });
    for await (const event of live) {
      if (event.kind === 'event' && event.type === 'position') show({ position: event.data });
      else show({ order: (await sym.orders.get(id)).data });
    }
  };
  const stop = sym.outbox.on('change', (record) => (!record || record.id === id) && void look().catch(fail));
  look().catch(fail);
  return () => {
    ended = true;
    stop();
    live?.close();
  };
}

/** Runs `start` while the component is shown; another `key` is another thing to show. */
function useLive<T>(initial: T, start: (sym: Sdk, set: (value: T) => void) => () => void, key = ''): T {
  const sym = useSymphonia();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `start` is the same function for the same key.
  const store = useMemo(() => storeOf(initial, (set) => start(sym, set)), [sym, key]);
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

function storeOf<T>(initial: T, start: (set: (value: T) => void) => () => void) {
  let value = initial;
  return {
    get: () => value,
    subscribe(changed: () => void): () => void {
      let mounted = true;
      const stop = start((next) => {
        if (!mounted) return;
        value = next;
        changed();
      });
      return () => {
        mounted = false;
        stop();
      };
    },
  };
}
