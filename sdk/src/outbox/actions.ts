import type { Core } from '../core/core.ts';
import type { Emitter } from '../core/emitter.ts';
import { fault, type SymphoniaError } from '../core/errors.ts';
import { sha256 } from '../core/sha256.ts';
import type { LayeredOutbox } from '../storage/layered-outbox.ts';
import type { Account } from './account.ts';
import { change } from './change.ts';
import type { OutboxEvents } from './events.ts';
import { orderIdOf } from './lane.ts';
import { cancelledAt, isUnfinished, type OutboxRecord, type RecordPatch } from './record.ts';

export interface ActionDeps {
  readonly core: Core;
  readonly store: LayeredOutbox;
  readonly account: Account;
  readonly events: Emitter<OutboxEvents>;
  /** Puts a cancel command into the order's lane. */
  cancelOnServer(orderId: string): Promise<unknown>;
  kick(): void;
}

/** What a person may do with a queued request. Each is one fenced write: two windows cannot both win. */
export interface Actions {
  /** Sends a refused request again, as it is. */
  retry(id: string): Promise<void>;
  /** Gives a request another body under the same id, so that at most one of the two becomes the order. */
  replace(id: string, body: unknown): Promise<void>;
  /** Takes a request back: silently while it never left the device, with a cancel command when it may have. */
  cancel(id: string): Promise<void>;
  /** Removes what was refused or never sent. Throws for what the server may have. */
  discard(id: string, options: { confirm: true }): Promise<void>;
}

/** Also what the order's own `cancel` needs. */
export interface OwnActions extends Actions {
  /** Takes back what the server surely does not have; says whether it did. */
  takeBack(id: string): Promise<boolean>;
}

export function createActions(deps: ActionDeps): OwnActions {
  const { core, store } = deps;

  /** The signed-in user's; of somebody else's nothing is said and nothing is done, nor of a newer release's. */
  const mine = async (id: string): Promise<OutboxRecord | undefined> => {
    const record = await store.get(id);
    return record?.v === 1 && record.scope === (await deps.account.scope()) ? record : undefined;
  };
  const present = async (id: string): Promise<OutboxRecord> => {
    const record = await mine(id);
    if (!record) throw fault('not_in_queue', `There is no queued request ${id}.`);
    return record;
  };

  /** Reads, decides, writes fenced; decides anew when somebody else was quicker. */
  const decided = async (
    id: string,
    decide: (record: OutboxRecord) => RecordPatch | undefined,
  ): Promise<OutboxRecord | undefined> => {
    for (;;) {
      const record = await present(id);
      const patch = decide(record);
      const next = patch && (await change(deps, record, patch));
      if (next || !patch) return next;
    }
  };

  const cancelled = () => cancelledAt(core.clock.now());

  /** Commands behind an order that will never exist have nothing left to command. */
  const cancelFollowers = async (order: OutboxRecord) => {
    if (order.op !== 'orders.create') return;
    for (const record of await store.list({ scope: order.scope, lane: order.lane })) {
      if (record.id !== order.id && orderIdOf(record) === order.id && isUnfinished(record))
        await decided(record.id, (r) => (isUnfinished(r) && !r.maybeSent ? cancelled() : undefined));
    }
  };

  const takeBack = async (id: string): Promise<boolean> => {
    const done =
      (await mine(id)) &&
      (await decided(id, (record) => (isUnfinished(record) && !mayExist(record) ? cancelled() : undefined)));
    if (done) await cancelFollowers(done);
    return done !== undefined;
  };

  const QUEUED_ANEW = { state: 'queued', nextAttemptAt: 0, notified: false, pause: undefined } as const;

  return {
    takeBack,
    async retry(id) {
      await decided(id, (record) => {
        if (record.state !== 'attention') throw unfit('not_in_attention', record, 'nothing to do');
        return QUEUED_ANEW;
      });
      deps.kick();
    },
    async replace(id, body) {
      await decided(id, (record) => {
        if (record.state === 'sending') throw unfit('record_sending', record, 'wait for its outcome');
        if (!isUnfinished(record)) throw unfit('record_finished', record, 'amend the order instead');
        if (typeof record.body !== 'string') throw unfit('is_a_document', record, 'discard it and attach another');
        // An order keeps its id, whatever the new body says.
        const text = JSON.stringify(record.op === 'orders.create' && isObject(body) ? { ...body, id } : body);
        return { ...QUEUED_ANEW, body: text, bodyHash: sha256(text), replaced: true };
      });
      deps.kick();
    },
    async cancel(id) {
      if (!(await takeBack(id))) {
        const record = await present(id);
        if (record.op !== 'orders.create' || !isUnfinished(record)) throw notTakenBack(record);
        await deps.cancelOnServer(id);
        // A change that was refused makes room for it.
        await decided(id, ({ state }) => (state === 'attention' ? cancelled() : undefined));
      }
      deps.kick();
    },
    async discard(id, { confirm }) {
      if (confirm !== true) throw fault('not_confirmed', 'Discarding needs { confirm: true }.');
      if (!(await takeBack(id))) throw notTakenBack(await present(id));
      deps.kick();
    },
  };
}

/**
 * The server may have it, or has it in its hands right now. What it refused it does not have, unless that was only the
 * change that a replaced order became.
 */
const mayExist = ({ state, maybeSent, amendKey }: OutboxRecord) =>
  amendKey || (state !== 'attention' && (maybeSent || state === 'sending'));

const isObject = (body: unknown): body is object => typeof body === 'object' && body !== null;

/** Says what is and what to do instead. */
function unfit(code: string, { id, state }: OutboxRecord, advice: string): SymphoniaError {
  return fault(code, `Request ${id} is ${state}: ${advice}.`);
}

const notTakenBack = (record: OutboxRecord) =>
  isUnfinished(record)
    ? unfit('maybe_sent', record, 'the server may have it')
    : unfit('record_finished', record, 'nothing to do');
