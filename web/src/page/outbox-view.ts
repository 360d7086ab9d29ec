import type { Problem } from '@symphonia/sdk';
import type { OutboxRecord } from '@symphonia/sdk/outbox';
import { button, byId, el, fill, say } from './dom.ts';
import type { Session } from './session.ts';
import { age, sentence } from './words.ts';

const UNFINISHED = ['queued', 'sending', 'paused', 'attention'] as const;
/** The order changed meanwhile: sending the same again can only be refused again. */
const OVERTAKEN = 'version_mismatch';
const LOOK_AGAIN_MS = 15_000; // ages and another tab's work

/** What is waiting on this device: each request with its state, why it waits, and what its owner may do about it. */
export function outboxView(session: Session): { show(): Promise<void> } {
  const { outbox } = session.sdk;
  const list = byId('outbox-list');
  byId('send-now').addEventListener('click', () => void outbox.flush({ timeoutMs: 10_000 }).then(show));

  async function show(): Promise<void> {
    const records = await outbox.list({ state: [...UNFINISHED] });
    const { durability, persisted } = await outbox.health();
    const act = (what: Promise<unknown>) =>
      void what.catch((error) => say(byId('outbox-message'), sentence(error))).then(show);
    fill(list, ...records.map((record) => row(record, session, act)));
    byId('outbox').dataset.count = String(records.length);
    byId('send-now').hidden = records.length === 0;
    say(byId('outbox-summary'), summary(records.length, durability, persisted));
  }

  const showSoon = () => void show().catch((error) => say(byId('outbox-summary'), sentence(error)));
  outbox.on('change', showSoon);
  outbox.on('storage', showSoon);
  setInterval(showSoon, LOOK_AGAIN_MS);
  return { show };
}

function summary(count: number, durability: 'disk' | 'memory', persisted: boolean | undefined): string {
  if (durability === 'memory') return 'Kept in this page only: this device refused to store it. Keep this page open.';
  if (count === 0) return 'Nothing is waiting.';
  const stored = count === 1 ? 'One request is stored on this device.' : `${count} requests are stored on this device.`;
  return persisted === true
    ? stored
    : `${stored} Soon sent is safest: a browser may clear a site when its disk is full.`;
}

function row(record: OutboxRecord, { sdk, signedIn }: Session, act: (what: Promise<unknown>) => void): HTMLElement {
  const { id, state, maybeSent } = record;
  const { outbox } = sdk;
  const attention = state === 'attention';
  return el(
    'li',
    { class: 'waiting', 'data-state': state, 'data-id': id },
    el(
      'p',
      { class: 'row-title' },
      titleOf(record),
      el(
        'span',
        { class: 'chip', 'data-tone': attention ? 'bad' : state === 'sending' ? 'busy' : 'calm' },
        NAMES[state],
      ),
    ),
    el('p', { class: 'muted small' }, `${why(record, signedIn())} (${age(Date.now() - record.createdAt)})`),
    el(
      'div',
      { class: 'actions' },
      attention && record.lastError?.code !== OVERTAKEN && button('Retry', () => act(outbox.retry(id))),
      attention && button('Discard', () => act(outbox.discard(id, { confirm: true })), { class: 'danger' }),
      !attention &&
        !maybeSent &&
        state !== 'sending' &&
        button('Take back', () => act(outbox.cancel(id)), { class: 'quiet' }),
    ),
  );
}

const NAMES = {
  queued: 'Waiting',
  sending: 'Sending',
  paused: 'Paused',
  attention: 'Needs you',
  accepted: 'Accepted',
  cancelled: 'Taken back',
} as const;

function titleOf({ meta, op }: OutboxRecord): string {
  const title = (meta as { title?: unknown } | undefined)?.title; // ours, or another release's
  return typeof title === 'string' ? title : op;
}

/** Why it is not on the server yet, in a sentence. */
function why({ state, pause, lastError, attempts }: OutboxRecord, signedIn: boolean): string {
  const problem = lastError?.problem as Problem | undefined; // stored as the server sent it
  if (lastError?.code === OVERTAKEN)
    return 'The order changed meanwhile: discard this, look at the order, and decide anew.';
  if (state === 'attention') return problem?.detail ?? `Refused: ${lastError?.code ?? 'no reason given'}.`;
  if (state === 'sending') return 'On its way to the server.';
  if (state === 'paused' && pause === 'upgrade') return 'Waits for a newer version of this page.';
  if (state === 'paused' && pause === 'account') return 'Waits for the user who placed it.';
  if (!signedIn) return 'Sign in to send it.';
  if (attempts === 0) return 'Not sent yet.';
  return `The server could not be reached; tried ${attempts === 1 ? 'once' : `${attempts} times`}, and it goes on trying.`;
}
