import { byId, el, fill, say } from './dom.ts';
import type { Sdk, Session } from './session.ts';
import { age, kilograms, money, sentence, transportName } from './words.ts';

type ProductPage = Awaited<ReturnType<Sdk['products']['list']>>;
type GridPage = Awaited<ReturnType<Sdk['pricing']['listGrids']>>;
/** A product as the server describes it. */
export type Product = ProductPage['data']['data'][number];
type Grid = GridPage['data']['data'][number];

/** The catalog on screen. */
export interface Products {
  /** What is on the device at once, then what the server says now. */
  load(): Promise<void>;
  byId(id: string): Product | undefined;
  /** Told when there is a catalog, and when there is none any more. */
  onLoaded(fn: () => void): void;
}

const MOST = 100; // a page of the API
const LOOK_AGAIN_MS = 30_000; // the age on screen is in minutes

/**
 * Products with the price they begin at, and how old all of it is. Each is a radio button of the order form. Shown from
 * the device when the server cannot be reached, also to somebody who has not signed in again yet.
 */
export function productsView(session: Session): Products {
  const { sdk } = session;
  const loaded = new Set<() => void>();
  let products: readonly Product[] = [];
  let seenAt: { readonly time: number; readonly source: 'network' | 'cache'; readonly stale: boolean } | undefined;

  function show(page: ProductPage): void {
    const { data, meta } = page;
    products = data.data.filter(({ status }) => status === 'active').sort(byKind);
    seenAt = { time: Date.now() - meta.ageMs, source: meta.source, stale: meta.stale };
    const list = byId('product-list');
    const chosen = list.querySelector<HTMLInputElement>('input:checked')?.value;
    fill(list, ...products.map((product) => card(product, product.id === chosen)));
    showAge();
    for (const fn of loaded) fn();
  }

  function showAge(): void {
    if (!seenAt) return;
    const { time, source, stale } = seenAt;
    const from = source === 'network' || !stale ? 'From the server' : 'Kept on this device';
    say(byId('product-age'), `${from}, ${age(Date.now() - time)}`);
    byId('product-age').dataset.source = stale ? 'cache' : 'network';
  }

  async function showPrices(cache: 'cache-only' | 'network-first'): Promise<void> {
    // The order form's offline quote reads the same pages, so they are on the device before they are needed.
    const types = [...new Set(products.map(({ transportType }) => transportType))];
    for (const transportType of types) {
      const page = await sdk.pricing.listGrids({ transportType, limit: MOST, cache }).catch(() => undefined);
      const from = page && startingPrice(page.data.data);
      if (!from) continue;
      for (const { id } of products.filter((product) => product.transportType === transportType)) {
        const price = document.querySelector(`[data-price="${CSS.escape(id)}"]`);
        if (price) say(price, from);
      }
    }
  }

  async function read(cache: 'cache-only' | 'network-first'): Promise<void> {
    show(await sdk.products.list({ limit: MOST, cache }));
    await showPrices(cache);
  }

  /** Nothing on this device that somebody who is not signed in may see. */
  function empty(): void {
    products = [];
    seenAt = undefined;
    fill(byId('product-list'));
    say(byId('product-age'), 'Sign in to see what you can order.');
    for (const fn of loaded) fn();
  }

  setInterval(showAge, LOOK_AGAIN_MS);
  return {
    byId: (id) => products.find((product) => product.id === id),
    onLoaded: (fn) => void loaded.add(fn),
    async load() {
      const kept = await read('cache-only').then(
        () => true,
        () => false,
      );
      if (!session.signedIn()) {
        if (!kept) empty();
        return;
      }
      await read('network-first').catch((error) => say(byId('product-age'), sentence(error)));
    },
  };
}

/** Alike products beside each other, each time in the same order. */
function byKind(a: Product, b: Product): number {
  return transportName(a.transportType).localeCompare(transportName(b.transportType)) || a.name.localeCompare(b.name);
}

function card(product: Product, checked: boolean): HTMLElement {
  const { id, name, description, transportType, limits } = product;
  const most = limits.maxWeightGrams === undefined ? '' : `up to ${kilograms(limits.maxWeightGrams)}`;
  return el(
    'li',
    {},
    el(
      'label',
      { class: 'product' },
      el('input', { type: 'radio', name: 'product', value: id, form: 'order-form', required: true, checked }),
      el('span', { class: 'product-name' }, name),
      el('span', { class: 'product-price', 'data-price': id }),
      el('span', { class: 'muted' }, [transportName(transportType), most].filter(Boolean).join(' · ')),
      description !== undefined && el('span', { class: 'muted small description' }, description),
    ),
  );
}

/** The lowest price of the grid that holds: a contract's before the standard one. Net, before surcharges. */
function startingPrice(grids: readonly Grid[]): string | undefined {
  const now = new Date().toISOString();
  const holding = grids.filter(
    ({ validFrom, validTo }) => validFrom <= now && (validTo === undefined || now < validTo),
  );
  const grid = holding.find(({ standard }) => !standard) ?? holding[0];
  const cells = grid?.cells ?? [];
  const flat = lowest(cells.map((cell) => cell.flat));
  if (grid && flat !== undefined) return `from ${money(flat, grid.currency)}`;
  const per100kg = lowest(cells.map((cell) => cell.per100kg));
  return grid && per100kg !== undefined ? `from ${money(per100kg, grid.currency)} / 100 kg` : undefined;
}

function lowest(amounts: readonly (number | undefined)[]): number | undefined {
  const known = amounts.filter((amount) => amount !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
