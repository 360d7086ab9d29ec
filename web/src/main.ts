/** The page's beginning: makes the SDK, then each part of the page, then shows what the device has and what the server says. */
import { connectionView } from './page/connection-view.ts';
import { byId, say } from './page/dom.ts';
import { orderForm } from './page/order-form.ts';
import { ordersView } from './page/orders-view.ts';
import { outboxView } from './page/outbox-view.ts';
import { productsView } from './page/products-view.ts';
import { createSession } from './page/session.ts';
import { signInView } from './page/sign-in-view.ts';
import { sentence } from './page/words.ts';

/** Whom the board shows something. */
const ON_BOARD: readonly string[] = ['admin', 'dispatcher', 'carrier'];

// The list of orders says where everything stands; one request more for each client watched would say it again.
const session = createSession(`${location.origin}/api/v1`, { fetchSnapshot: async () => ({ data: undefined }) });
const signIn = signInView(session);
const products = productsView(session);
const form = orderForm(session, products);
const waiting = outboxView(session);
const orders = ordersView(session);
connectionView(session, orders.live);

addEventListener('unhandledrejection', ({ reason }) => say(byId('failure'), sentence(reason)));
session.onChange(() => void show());
addEventListener('online', () => void show());
await form.start();
await show();
// Without it everything works but a reload without a network.
await navigator.serviceWorker?.register('/sw.js').catch(() => {});

async function show(): Promise<void> {
  signIn.show();
  arrange();
  await Promise.all([
    products.load(),
    form.show().catch((error) => say(byId('order-message'), sentence(error))),
    waiting.show(),
    orders.load(),
  ]);
}

/** Who moves orders finds them first; who orders finds the catalog first. In the document, so that the keyboard agrees. */
function arrange(): void {
  const role = session.profile()?.role ?? 'client';
  const [first, second] = role === 'client' ? ['ordering', 'work'] : ['work', 'ordering'];
  byId('board-link').hidden = !session.signedIn() || !ON_BOARD.includes(role);
  if (byId(second).nextElementSibling === byId(first)) byId(first).after(byId(second));
}
