import type { Core } from '../core/core.ts';
import type { Emitter } from '../core/emitter.ts';
import { SymphoniaError } from '../core/errors.ts';
import { sha256 } from '../core/sha256.ts';
import type { LayeredOutbox } from '../storage/layered-outbox.ts';
import { change } from './change.ts';
import type { OutboxEvents } from './events.ts';
import { orderIdOf } from './lane.ts';
import { cancelledAt, isUnfinished, type OutboxRecord, type RecordPatch } from './record.ts';

export interface ActionDeps {
  readonly core: Core;
  readonly store: LayeredOutbox;
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

  /** Reads, decides, writes fenced; decides anew when somebody else was quicker. */
  const decided = async (
    id: string,
    decide: (record: OutboxRecord) => RecordPatch | undefined,
  ): Promise<OutboxRecord | undefined> => {
    for (;;) {
      const record = await store.get(id);
      if (!record) throw refusal('not_in_queue', `There is no queued request ${id}.`);
      const patch = decide(record);
      if (!patch) return undefined;
      const next = await change(deps, record, patch);
      if (next) return next;
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
    const done = await decided(id, (record) =>
      isUnfinished(record) && (record.state === 'attention' || !mayExist(record)) ? cancelled() : undefined,
    );
    if (done) await cancelFollowers(done);
    return done !== undefined;
  };

  return {
    async retry(id) {
      await decided(id, (record) => {
        if (record.state !== 'attention')
          throw refusal('not_in_attention', `Request ${id} is ${record.state}; only one in attention can be retried.`);
        return { state: 'queued', nextAttemptAt: 0, notified: false };
      });
      deps.kick();
    },
    async replace(id, body) {
      const text = JSON.stringify(typeof body === 'object' && body !== null ? { ...body, id } : body);
      await decided(id, (record) => {
        if (record.state === 'sending')
          throw refusal('record_sending', `Request ${id} is being sent; wait for its outcome.`);
        if (!isUnfinished(record))
          throw refusal('record_finished', `Request ${id} is ${record.state}; amend the order instead.`);
        if (typeof record.body !== 'string')
          throw refusal('is_a_document', `Request ${id} is a document; discard it and attach another.`);
        const create = record.op === 'orders.create' ? text : JSON.stringify(body);
        return {
          state: 'queued',
          body: create,
          bodyHash: sha256(create),
          replaced: true,
          nextAttemptAt: 0,
          notified: false,
          pause: undefined,
        };
      });
      deps.kick();
    },
    takeBack,
    async cancel(id) {
      if (!(await takeBack(id))) {
        const record = await store.get(id);
        if (!record || !isUnfinished(record)) throw refusal('record_finished', `Request ${id} is ${record?.state}.`);
        if (record.op !== 'orders.create')
          throw refusal('maybe_sent', `Request ${id} may have reached the server; it cannot be taken back.`);
        await deps.cancelOnServer(id);
      }
      deps.kick();
    },
    async discard(id, { confirm }) {
      if (confirm !== true) throw refusal('not_confirmed', 'Discarding needs { confirm: true }.');
      const done = await decided(id, (record) => {
        if (!isUnfinished(record)) throw refusal('record_finished', `Request ${id} is ${record.state}.`);
        if (record.state !== 'attention' && mayExist(record)) {
          throw refusal('maybe_sent', `Request ${id} may have reached the server; cancel it instead.`);
        }
        return cancelled();
      });
      if (done) await cancelFollowers(done);
      deps.kick();
    },
  };
}

/** The server may have it, or has it in its hands right now. */
const mayExist = (record: OutboxRecord) => record.maybeSent || record.state === 'sending';

function refusal(code: string, message: string): SymphoniaError {
  return new SymphoniaError('SymphoniaError', code, message);
}
