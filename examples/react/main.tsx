/** The same page as `vanilla`, with React: hooks.ts is what an app would take over. */
import { isSymphoniaError } from '@symphonia/sdk';
import { type FormEvent, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { CITIES, orderOf, tomorrow } from '../places.ts';
import { signIn, sym } from '../symphonia.ts';
import { SymphoniaProvider, useOrder, useProducts, useQueue, useSymphonia } from './hooks.ts';

const sentence = (error: unknown) => (isSymphoniaError(error) ? error.message : String(error));

function App() {
  const [who, setWho] = useState('');
  const [placed, setPlaced] = useState<readonly string[]>([]);
  return (
    <>
      <SignIn onDone={setWho} />
      <OrderForm key={who} onPlaced={(id) => setPlaced([...placed, id])} />
      <Queue />
      <h2>Live</h2>
      <ul id="live">
        {placed.map((id) => (
          <OrderRow key={id} id={id} />
        ))}
      </ul>
    </>
  );
}

function SignIn({ onDone }: { onDone(email: string): void }) {
  const [failure, setFailure] = useState('');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { tenant, email, password } = valuesOf(event.currentTarget);
    signIn(tenant, email, password).then(
      () => {
        setFailure('');
        onDone(email);
      },
      (error) => setFailure(sentence(error)),
    );
  };
  return (
    <form id="sign-in" onSubmit={submit}>
      <input name="tenant" placeholder="Company" defaultValue="demo" autoComplete="organization" required />
      <input name="email" type="email" placeholder="E-mail" autoComplete="username" required />
      <input name="password" type="password" placeholder="Password" autoComplete="current-password" required />
      <button type="submit">Sign in</button> {failure}
    </form>
  );
}

function OrderForm({ onPlaced }: { onPlaced(id: string): void }) {
  const { orders } = useSymphonia();
  const { products, stale, ageMs = 0 } = useProducts();
  // The id is made with the form and kept in the history entry: a reload, or a second click, is the same order.
  const [draft, setDraft] = useState(() =>
    keep((history.state as { draft?: { id: string } } | null)?.draft ?? orders.draft()),
  );
  const [message, setMessage] = useState('');

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { productId, from, to, kg, day } = valuesOf(event.currentTarget);
    const product = products.find(({ id }) => id === productId);
    if (!product) return;
    const fields = { productId, transportType: product.transportType, from, to, kg: Number(kg), day };
    try {
      const { id, durability } = await orders.submit(draft, orderOf(fields));
      onPlaced(id);
      setDraft(keep(orders.draft()));
      setMessage(durability === 'disk' ? 'Stored; you may close this page.' : 'Keep this page open until it is sent.');
    } catch (error) {
      setMessage(sentence(error));
    }
  };
  return (
    <>
      <h2>Products {stale && <small id="age">{Math.round(ageMs / 60_000)} min old</small>}</h2>
      {/* A new draft is a new form: a late second click finds an empty one. */}
      <form id="order" key={draft.id} onSubmit={submit}>
        {products.map(({ id, name }) => (
          <label key={id}>
            <input type="radio" name="productId" value={id} required /> {name}
          </label>
        ))}
        <City name="from" city={CITIES[0]} />
        <City name="to" city={CITIES[1]} />
        <input name="kg" type="number" min="1" max="20000" defaultValue="480" required />
        <input name="day" type="date" defaultValue={tomorrow()} required />
        <button type="submit">Place order</button>
      </form>
      <p id="message">{message}</p>
    </>
  );
}

function City({ name, city }: { name: string; city: string | undefined }) {
  return (
    <select name={name} defaultValue={city}>
      {CITIES.map((one) => (
        <option key={one}>{one}</option>
      ))}
    </select>
  );
}

function Queue() {
  const { outbox } = useSymphonia();
  const records = useQueue();
  return (
    <>
      <h2>Waiting on this device</h2>
      <ul id="queue">
        {records.map(({ id, op, state, lastError }) => (
          <li key={id}>
            {op}: {state} {lastError?.code}{' '}
            {state === 'attention' ? (
              <>
                <button type="button" onClick={() => outbox.retry(id)}>
                  Retry
                </button>
                <button type="button" onClick={() => outbox.discard(id, { confirm: true })}>
                  Discard
                </button>
              </>
            ) : (
              <button type="button" onClick={() => outbox.cancel(id)}>
                Take back
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function OrderRow({ id }: { id: string }) {
  const { record, order, error } = useOrder(id);
  return <li>{order ? `${order.reference}: ${order.status}` : error ? sentence(error) : (record?.state ?? '…')}</li>;
}

function keep(draft: { id: string }): { id: string } {
  history.replaceState({ draft }, '');
  return draft;
}

function valuesOf(form: HTMLFormElement) {
  type Name = 'tenant' | 'email' | 'password' | 'productId' | 'from' | 'to' | 'kg' | 'day';
  return Object.fromEntries(new FormData(form)) as Record<Name, string>; // the fields above
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <SymphoniaProvider value={sym}>
      <App />
    </SymphoniaProvider>
  </StrictMode>,
);
