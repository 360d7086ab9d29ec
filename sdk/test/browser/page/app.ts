import { readCache } from '../../../src/cache/index.ts';
import { AuthRequired, createSymphonia, tokenSource } from '../../../src/index.ts';
import { type NewOrder, outbox } from '../../../src/outbox/index.ts';
import { offlineQuote, type QuoteInput } from '../../../src/quote/index.ts';
import { idbOutbox } from '../../../src/storage/idb-outbox.ts';

/** What a test asks of a page. Only what the first release has, too: its page is made of the same file. */
export type App = typeof app;

/** What a page shows of the catalog, and how long after it was asked for, in milliseconds. */
export interface Shown {
  readonly products: readonly string[];
  readonly grids: readonly string[];
  readonly total: number;
  readonly provisional: boolean;
  readonly afterMs: number;
}

const query = new URLSearchParams(location.search);
if (query.get('locks') === 'off') Object.defineProperty(navigator, 'locks', { value: undefined });

/** How far this page's clock was moved, in milliseconds. */
let moved = 0;
const storageEvents: string[] = [];
const tokens = tokenSource({
  async refresh() {
    const answer = await fetch('/session', { cache: 'no-store' });
    if (answer.status === 401) throw new AuthRequired('Nobody is signed in.');
    return answer.json();
  },
});
const sym = createSymphonia({
  baseUrl: `${location.origin}/api/v1`,
  auth: tokens,
  outbox: outbox(idbOutbox()),
  cache: readCache(),
  quote: offlineQuote(),
  clock: {
    now: () => Date.now() + moved,
    setTimeout: (fn, ms) => setTimeout(fn, ms),
    clearTimeout: (timer) => clearTimeout(timer as number), // of the line above
  },
  // So that the server in front knows which window sends.
  fetch: (input, init) => fetch(input, { ...init, headers: { ...init?.headers, 'X-Tab': query.get('tab') ?? '' } }),
});
sym.outbox.on('storage', ({ kind }) => storageEvents.push(kind));

type Order = Omit<NewOrder, 'id'>;

const app = {
  sym,
  storageEvents,
  /** Times that timers have fired; a page that stands still counts nothing. */
  ticks: 0,
  shown: undefined as Shown | undefined, // after `show`
  failed: undefined as string | undefined, // why it shows nothing
  async submit(order: Order, id = sym.orders.draft().id) {
    const { durability } = await sym.orders.submit({ id }, order);
    return { id, durability };
  },
  submitMany: (orders: readonly Order[]) => Promise.all(orders.map((order) => app.submit(order))),
  flush: (timeoutMs: number) => sym.outbox.flush({ timeoutMs }),
  list: () => sym.outbox.list(),
  health: () => sym.outbox.health(),
  moveClock(ms: number) {
    moved += ms;
  },
  token: () => tokens.getToken({ force: false, signal: new AbortController().signal }),
  logout: () => sym.auth.logout({ pending: 'keep' }),
  async signIn() {
    tokens.set(await (await fetch('/session', { cache: 'no-store' })).json());
  },
  /** Reads the catalog and quotes, as a page does when it opens. */
  async show(request: QuoteInput) {
    const [products, grids, quote] = await Promise.all([
      sym.products.list({}),
      sym.pricing.listGrids({}),
      sym.pricing.quote(request),
    ]);
    app.shown = {
      products: products.data.data.map(({ name }) => name),
      grids: grids.data.data.map(({ name }) => name),
      total: quote.price.total,
      provisional: quote.provisional,
      afterMs: performance.now(), // since the navigation began
    };
    await (quote as { kept?: Promise<unknown> }).kept;
    return app.shown;
  },
  /** An answer of the first quote stays behind; a page that opens later begins with it. */
  remember: (what: 'request' | 'order', value: unknown) => localStorage.setItem(what, JSON.stringify(value)),
};

const recalled = (what: string) => JSON.parse(localStorage.getItem(what) ?? 'null');

/** The form: its draft lives with the page of the session's history, so a reload or the back button stay one order. */
function formOf(element: HTMLFormElement) {
  const draft = history.state?.draft ?? sym.orders.draft().id;
  history.replaceState({ draft }, '');
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    void app.submit(recalled('order'), draft).then(() => {
      element.dataset.stored = draft;
    });
  });
}

const form = document.querySelector('form');
if (form) formOf(form);
setInterval(() => {
  app.ticks++;
}, 50);
const request = recalled('request');
if (request) {
  app.show(request).catch((error) => {
    app.failed = String(error);
  });
}
if (query.has('worker')) void navigator.serviceWorker.register('/sw.js');
Object.assign(globalThis, { app });
