/**
 * A program of a frontend team, checked by the compiler and never run: what must be possible, and, by `@ts-expect-error`,
 * what must be refused before it reaches a user.
 */
import {
  createSymphonia,
  type Draft,
  isSymphoniaError,
  type Result,
  type Symphonia,
  tokenSource,
} from '@symphonia/sdk';
import { type Document, isRejected, type NewOrder, type Order, type OrderInput, outbox } from '@symphonia/sdk/outbox';
import { tracking } from '@symphonia/sdk/tracking';
import { orderStatusValues } from '@symphonia/sdk/types';

declare function is<T>(value: T): void;
declare const order: NewOrder;
declare const id: string;

const tokens = tokenSource({ refresh: async () => ({ token: '', sub: '', tenant: '', expiresAt: 0 }) });
const options = { baseUrl: 'https://api.example.com/api/v1', auth: tokens };
const sym = createSymphonia({ ...options, realtime: tracking() });
const plain: Symphonia = createSymphonia(options);

// What an SDK is made of.
// @ts-expect-error it must know where the server is
createSymphonia({ auth: tokens });
// @ts-expect-error and who asks
createSymphonia({ baseUrl: options.baseUrl });
// @ts-expect-error an outbox needs a store, or leaves it out
createSymphonia({ ...options, outbox: outbox('disk') });
// @ts-expect-error a misspelt option is no option
createSymphonia({ ...options, timeout: 1000 });
// @ts-expect-error live subscriptions come with `realtime: tracking()`
plain.tracking.subscribe({ order: id });

// Live: the target decides what a snapshot is, the type of an event what its data are.
async function follow() {
  for await (const event of sym.tracking.subscribe({ board: [8.4, 49.7, 8.9, 50.2] })) {
    if (event.kind === 'snapshot') is<number>(event.data.vehicles.length);
    else if (event.type === 'position') is<boolean | undefined>(event.data.gone);
    else if (event.type === 'order.picked_up') {
      is<number>(event.data.sequence);
      // @ts-expect-error what happened to an order has no position
      is<object>(event.data.position.coordinates);
    }
  }
  for await (const event of sym.tracking.subscribe({ delivery: id })) {
    // @ts-expect-error a recipient sees no vehicle
    if (event.kind === 'snapshot') is<string>(event.data.vehicleId);
  }
  // @ts-expect-error a board is four numbers
  sym.tracking.subscribe({ board: [8.4, 49.7] });
  // @ts-expect-error a board needs its box
  await sym.tracking.board();
}
void follow;

// Placing an order.
const draft: Draft = sym.orders.draft();
const submission = sym.orders.submit(draft, order);
void submission.then((sub) => is<'disk' | 'memory'>(sub.durability));
void sym.orders.submit({ id }, order); // a draft that was kept with the form
// @ts-expect-error without the draft's id a reload would make a second order
sym.orders.submit({}, order);
// @ts-expect-error the draft comes first
sym.orders.submit(order, draft);
declare const input: OrderInput;
void sym.orders.submit(draft, input);
// @ts-expect-error the id is the draft's
void input.id;
// @ts-expect-error an order says from where to where
sym.orders.submit(draft, { transportType: 'ltl', lines: [] });
// @ts-expect-error there is no such transport
sym.orders.submit(draft, { ...order, transportType: 'teleport' });
// @ts-expect-error what the contract does not know is refused before it is sent
sym.orders.submit(draft, { ...order, colour: 'red' });
void submission
  .then((sub) => sub.accepted())
  .then((answer) => {
    // @ts-expect-error an answer may be a refusal: ask first
    is<string>(answer.reference);
    if (!isRejected(answer)) is<string>(answer.reference);
    else is<string | undefined>(answer.problem?.code);
  });

// Moving and changing it.
void sym.orders.transition(id, 'accepted');
void sym.orders.transition(id, { to: 'failed', reason: 'Nobody there.' });
// @ts-expect-error there is no such state
sym.orders.transition(id, 'lost');
// @ts-expect-error a transition says where to
sym.orders.transition(id, { reason: 'because' });
void sym.orders.amend(id, { instructions: 'Ring twice.' });
// @ts-expect-error a state is changed by a transition
sym.orders.amend(id, { status: 'delivered' });
// @ts-expect-error an order's id never changes
sym.orders.amend(id, { id });
void sym.orders.cancel(id, 'Not needed any more.');

// Reading.
const one: Promise<Result<Order>> = sym.orders.get(id);
// @ts-expect-error the data is one level down, beside what is known about it
void one.then((answer) => answer.reference);
void one.then(({ data, meta }) => is<[string, boolean]>([data.reference, meta.stale]));
void one.then(({ data }) => {
  // @ts-expect-error what was answered is not written to
  data.status = 'delivered';
});
async function lists(): Promise<void> {
  for await (const row of sym.orders.list({ status: 'placed', limit: 50 })) is<string>(row.id);
  for await (const page of sym.orders.list().pages()) is<readonly { readonly id: string }[]>(page.data);
  for await (const row of sym.clients.list({ fields: 'id,name' })) is<string>(row.id);
  const { data } = await sym.products.list({ cache: 'network-first' });
  is<'active' | 'withdrawn' | undefined>(data.data[0]?.status);
}
// @ts-expect-error there is no such state to filter by
sym.orders.list({ status: 'lost' });
// @ts-expect-error fields are names in one text
sym.clients.list({ fields: ['id', 'name'] });
// @ts-expect-error there is no such policy
sym.products.list({ cache: 'forever' });
// @ts-expect-error an id is given by itself
sym.orders.get({ id });

// Any operation, by method and path.
void sym.request('GET', '/carriers/{carrierId}', { path: { carrierId: id } });
// @ts-expect-error the path has a value to fill
sym.request('GET', '/carriers/{carrierId}');
// @ts-expect-error there is no such path
sym.request('GET', '/nothing');
// @ts-expect-error nor such a method of it
sym.request('DELETE', '/carriers/{carrierId}', { path: { carrierId: id } });

// Changing what is not an order.
void sym.plans.amend(id, { description: null }, { ifMatch: 'W/"v1"' });
// @ts-expect-error a name cannot be taken away
sym.plans.amend(id, { name: null });
// @ts-expect-error who registers a password is never shown it
sym.auth.createUser({ name: '', email: '', role: 'driver', password: '' }).then(({ data }) => data.password);

// Watching.
async function watch(): Promise<void> {
  const orderWatch = sym.tracking.subscribe({ order: id });
  for await (const event of orderWatch) is<string>(event.channel);
  orderWatch.close();
}
// @ts-expect-error one watches an order, a client, a vehicle or a job
sym.tracking.subscribe({ everything: true });

// The queue, signing out, errors and lists of values.
void sym.outbox.list({ state: 'attention' });
// @ts-expect-error there is no such state of a record
sym.outbox.list({ state: 'lost' });
// @ts-expect-error discarding an order is said twice
sym.outbox.discard(id);
// @ts-expect-error and not by halves
sym.outbox.discard(id, { confirm: false });
sym.outbox.on('change', () => {});
sym.outbox.on('accepted', (_, answer) => is<Order | Document>(answer));
sym.outbox.onAccepted((_, answer) => {
  // @ts-expect-error an upload is answered with a document: ask first
  is<string>(answer.reference);
  if ('reference' in answer) is<string>(answer.reference);
  else is<Document>(answer);
});
void sym.outbox.get(id).then((record) => is<string | undefined>(record?.lastError?.problem?.detail)); // without a cast
// @ts-expect-error there is no such event
sym.outbox.on('done', () => {});
void sym.auth.logout({ pending: 'keep' });
// @ts-expect-error waiting orders are kept or discarded
sym.auth.logout({ pending: 'maybe' });
const failure: unknown = new Error();
if (isSymphoniaError(failure)) is<string | undefined>(failure.requestId);
is<readonly string[]>(orderStatusValues);
// @ts-expect-error lists of values are read
orderStatusValues.push('lost');

export { lists, watch };
