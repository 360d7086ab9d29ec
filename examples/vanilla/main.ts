/** Products that stay readable offline, an order form, the queue, and live status: the whole SDK without a framework. */
import { isSymphoniaError } from '@symphonia/sdk';
import { isRejected, type OutboxRecord } from '@symphonia/sdk/outbox';
import { CITIES, type Fields, orderOf, tomorrow } from '../places.ts';
import { signIn, sym } from '../symphonia.ts';

/** An order that is being written. Its id is made with the form, and both are kept in `history.state`. */
interface Draft {
  readonly id: string;
  readonly fields?: Fields;
}

// ---- Sign in

byId<HTMLFormElement>('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  const { tenant, email, password } = valuesOf('sign-in');
  say('');
  act(signIn(tenant, email, password).then(showProducts));
});
// The session is over and could not be renewed; what is queued waits for this user.
sym.outbox.on('auth-required', () => say('Sign in: what is stored on this device waits for you.'));

// ---- Products: from the device at once, and anew when the server says something else

type Products = Awaited<ReturnType<typeof sym.products.list>>;

async function showProducts(): Promise<void> {
  render(await sym.products.list({ limit: 100, cache: { onFresh: render } }));

  function render({ data, meta }: Products): void {
    const minutes = Math.round(meta.ageMs / 60_000);
    byId('age').textContent = meta.source === 'network' ? 'from the server' : `${minutes} min old`;
    byId('products').replaceChildren(
      ...data.data.map(({ id, name, transportType }) => {
        const input = el('input', { type: 'radio', name: 'productId', value: id, required: true });
        input.dataset.type = transportType;
        return el('label', {}, input, ` ${name}`);
      }),
    );
    fill(draft.fields);
  }
}

// ---- The order form. The draft survives a reload, so that it stays the same order.

const form = byId<HTMLFormElement>('order');
let draft: Draft = (history.state as { draft?: Draft } | null)?.draft ?? sym.orders.draft();

for (const name of ['from', 'to'])
  field(name).replaceChildren(...CITIES.map((city) => el('option', { value: city }, city)));
open(draft);

/** Shows a draft. A new one is empty, so that a late second click has nothing to place. */
function open(next: Draft): void {
  keep(next);
  form.reset();
  fill({ to: CITIES[1], day: tomorrow(), ...next.fields });
}

form.addEventListener('input', () => {
  keep({ id: draft.id, fields: fieldsOf() });
  act(showPrice());
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  act(place());
});

async function showPrice(): Promise<void> {
  const fields = fieldsOf();
  if (!fields.productId) return;
  const { price, provisional } = await sym.pricing.quote(orderOf(fields));
  const money = new Intl.NumberFormat(undefined, { style: 'currency', currency: price.currency });
  byId('price').textContent = `${money.format(price.total / 100)}${provisional ? ' (provisional)' : ''}`;
}

async function place(): Promise<void> {
  const fields = fieldsOf();
  const title = `${fields.from} → ${fields.to}, ${fields.kg} kg`;
  // Resolves when the order is on the disk, with or without a network. Twice for one draft is one order.
  const submission = await sym.orders.submit(draft, orderOf(fields), { meta: { title } });
  open(sym.orders.draft()); // the next order gets an id of its own
  say(submission.durability === 'disk' ? 'Stored; you may close this page.' : 'Keep this page open until it is sent.');
  watch(submission.id, title);
  const answer = await submission.accepted(); // may take days; aborting it would not cancel the order
  if (isRejected(answer)) say('The order was refused: see what waits below.');
  else if (answer.status === 'review') say(`${answer.reference} needs a decision: ${answer.issues[0]?.message}`);
  else say(`Placed as ${answer.reference}.`);
}

function keep(next: Draft): void {
  draft = next;
  history.replaceState({ draft }, '');
}

// ---- What waits on this device, why, and what its owner may do

async function showQueue(): Promise<void> {
  const records = await sym.outbox.list({ state: ['queued', 'sending', 'paused', 'attention'] });
  byId('gate').textContent = (await sym.outbox.health()).gate;
  byId('queue').replaceChildren(...records.map(row));
}

function row(record: OutboxRecord): HTMLElement {
  const { id, op, state, meta, lastError } = record;
  const title = (meta as { title?: string } | undefined)?.title ?? op; // what `submit` was given
  const buttons =
    state === 'attention'
      ? [
          button('Retry', () => sym.outbox.retry(id)),
          button('Discard', () => sym.outbox.discard(id, { confirm: true })),
        ]
      : [button('Take back', () => sym.outbox.cancel(id))];
  return el('li', {}, `${title}: ${state} ${lastError?.problem?.detail ?? lastError?.code ?? ''} `, ...buttons);
}

sym.outbox.on('change', () => act(showQueue()));
sym.outbox.on('storage', ({ message }) => say(message));

// ---- Live: a snapshot first, then every event in order

function watch(order: string, title: string): void {
  const line = el('li', {}, `${title}: …`);
  byId('live').append(line);
  const listen = async () => {
    for await (const event of sym.tracking.subscribe({ order })) {
      line.textContent = `${title}: ${event.kind === 'snapshot' ? event.data.status : event.type}`;
    }
  };
  // Before the order is on the server there is nothing to watch; after that, nothing more to wait for.
  const stop = sym.outbox.on('accepted', ({ id }) => {
    if (id !== order) return;
    stop();
    act(listen());
  });
}

// ---- Small things

function fieldsOf(): Fields {
  const { productId = '', from, to, kg, day } = valuesOf('order');
  const chosen = form.querySelector<HTMLInputElement>('[name=productId]:checked');
  return { productId, transportType: chosen?.dataset.type as Fields['transportType'], from, to, kg: Number(kg), day };
}

function fill(fields: object | undefined): void {
  for (const [name, value] of Object.entries(fields ?? {})) {
    const input = form.elements.namedItem(name) as HTMLInputElement | RadioNodeList | null; // products may not be there yet
    if (input) input.value = String(value);
  }
}

/** Runs something and shows what went wrong, in the SDK's own sentence. */
function act(what: Promise<unknown>): void {
  what.catch((error: unknown) => say(isSymphoniaError(error) ? `${error.message} (${error.code})` : String(error)));
}

function button(label: string, run: () => Promise<unknown>): HTMLElement {
  const it = el('button', { type: 'button' }, label);
  it.addEventListener('click', () => act(run()));
  return it;
}

function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const it = Object.assign(document.createElement(tag), properties);
  it.append(...children); // text stays text, whatever somebody typed
  return it;
}

function byId<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T; // index.html has it
}

function field(name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement; // index.html has it
}

function valuesOf(
  id: string,
): Record<string, string> & Record<'tenant' | 'email' | 'password' | 'from' | 'to' | 'kg' | 'day', string> {
  return Object.fromEntries(new FormData(byId<HTMLFormElement>(id))) as ReturnType<typeof valuesOf>; // its fields
}

function say(text: string): void {
  byId('message').textContent = text;
}

act(showProducts()); // what an earlier visit left on this device, before anybody signs in
act(showQueue());
