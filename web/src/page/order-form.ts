import { isSymphoniaError } from '@symphonia/sdk';
import { isRejected } from '@symphonia/sdk/outbox';
import { CITIES } from './cities.ts';
import { byId, el, fill, say } from './dom.ts';
import { type Draft, type Fields, keepDraft, keptDraft, orderOf, titleOf } from './draft.ts';
import { priceLine } from './price-line.ts';
import type { Products } from './products-view.ts';
import type { Session } from './session.ts';
import { sentence } from './words.ts';

const DAY_MS = 86_400_000;
const STAFF: readonly string[] = ['admin', 'dispatcher'];
/** Who may place orders; carriers and drivers only move them. */
const BUYERS: readonly string[] = ['client', ...STAFF];

/**
 * The order form. Its order has an id from the start; placing it stores it on the device first, so it works without a
 * network and without a session. Dying anywhere leaves either the draft in the form or the order in the outbox.
 */
export function orderForm(session: Session, products: Products): { start(): Promise<void>; show(): Promise<void> } {
  const { sdk } = session;
  const form = byId('order-form') as HTMLFormElement; // index.html has it so
  const message = byId('order-message');
  let draft: Draft = { id: sdk.orders.draft().id, fields: {} };
  /** The draft as it was when it was placed: a second tap must not send a price that came in between. */
  let placing: Draft | undefined;
  const price = priceLine(sdk, (quoted) => {
    draft = { ...draft, price: quoted };
    keepDraft(draft);
  });

  for (const name of ['from', 'to']) {
    const select = form.elements.namedItem(name) as HTMLSelectElement; // index.html has it so
    fill(
      select,
      el('option', { value: '' }, 'Choose a city'),
      ...CITIES.map(({ city, country }) => el('option', { value: city }, `${city} (${country})`)),
    );
  }
  form.addEventListener('input', edited);
  // Radio buttons of the products stand outside of the form.
  byId('product-list').addEventListener('input', edited);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    placing ??= draft;
    void place(placing);
  });

  function edited(): void {
    const fields = fieldsOf(form);
    draft = { id: draft.id, fields };
    placing = undefined;
    keepDraft(draft);
    say(message, '');
    price.ask(fields, products.byId(fields.product ?? ''));
  }

  /** Called twice for one draft (a double tap, two windows) it stores one order, because the draft carries the id. */
  async function place(placed: Draft): Promise<void> {
    const product = products.byId(placed.fields.product ?? '');
    if (!product) return say(message, 'Choose a product first.');
    try {
      const submission = await sdk.orders.submit(placed, orderOf(placed, product), {
        meta: { title: titleOf(placed.fields) },
      });
      if (draft.id === placed.id) renew();
      say(message, STORED[submission.durability]);
      const order = await submission.accepted();
      if (isRejected(order)) say(message, 'The order was not accepted; see what is waiting.');
      else
        say(
          message,
          order.status === 'review'
            ? `${order.reference} needs a decision; see your orders.`
            : `Placed as ${order.reference}.`,
        );
    } catch (error) {
      placing = undefined;
      if (!isSymphoniaError(error) || error.code !== 'idempotency_key_reuse') return say(message, sentence(error));
      renew(placed.fields);
      say(
        message,
        'This order was placed before with another content. Place the form once more to order this as well.',
      );
    }
  }

  /** A new order begins, with an id of its own. Empty, so that a late second tap has nothing to place. */
  function renew(fields: Fields = {}): void {
    open({ id: sdk.orders.draft().id, fields });
  }

  function open(next: Draft): void {
    draft = next;
    placing = undefined;
    form.reset();
    fieldOf(form, 'day').value = dayFromNow(1);
    fieldOf(form, 'day').min = dayFromNow(0);
    fieldOf(form, 'quantity').value = '1';
    for (const [name, value] of Object.entries(next.fields)) set(form, name, value);
    keepDraft(draft);
    if (next.price) price.show({ price: next.price, provisional: false, ageMs: 0 });
    else price.ask(next.fields, products.byId(next.fields.product ?? ''));
  }

  products.onLoaded(() => {
    if (draft.fields.product) set(form, 'product', draft.fields.product);
  });

  return {
    async start() {
      open((await keptDraft(sdk)) ?? draft);
    },
    async show() {
      const role = session.profile()?.role ?? '';
      byId('order').hidden = !BUYERS.includes(role);
      byId('products').hidden = role !== '' && !BUYERS.includes(role);
      const client = form.elements.namedItem('clientId') as HTMLSelectElement; // index.html has it so
      const needed = STAFF.includes(role);
      byId('client-field').hidden = !needed;
      client.disabled = !needed;
      if (!needed || !session.signedIn() || client.options.length > 1) return;
      const { data } = await sdk.clients.list({ limit: 100 });
      fill(
        client,
        el('option', { value: '' }, 'Choose a client'),
        ...data.data.map(({ id, name }) => el('option', { value: id }, name)),
      );
      if (draft.fields.clientId) client.value = draft.fields.clientId;
    },
  };
}

const STORED = {
  disk: 'Stored on this device. It is sent as soon as the server can be reached; you may close this page.',
  memory: 'Kept in this page only, because this device refused to store it. Keep this page open until it is sent.',
} as const;

function fieldsOf(form: HTMLFormElement): Fields {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
}

function fieldOf(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement; // index.html has it so
}

/** Sets a field, or what it can: a product that is gone from the catalog stays unchosen. */
function set(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name) as HTMLInputElement | RadioNodeList | null; // several radio buttons come as a list
  if (field) field.value = value;
}

/** A day in the customer's own zone, as a date field writes it. */
function dayFromNow(days: number): string {
  const day = new Date(Date.now() + days * DAY_MS);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
