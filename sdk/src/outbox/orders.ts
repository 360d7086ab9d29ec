import type { Core } from '../core/core.ts';
import type { Emitter } from '../core/emitter.ts';
import { operationNamed } from '../core/operation.ts';
import type { Sent, Shown } from '../core/types.ts';
import { newOrderSchema } from '../generated/new-order.ts';
import type { components } from '../generated/types.ts';
import type { LayeredOutbox } from '../storage/layered-outbox.ts';
import type { Account } from './account.ts';
import type { OutboxEvents } from './events.ts';
import { type Submission, submission } from './submission.ts';
import { DOCUMENT_LIMIT, type Enqueue, enqueue, invalid } from './submit.ts';
import { check } from './validate.ts';

/** An order as the server shows it. */
export type Order = Shown<components['schemas']['Order']>;
/** A whole order as it is sent, with its id; `submit()` takes the id from the draft. */
export type NewOrder = Sent<components['schemas']['NewOrder']>;
/** What `submit()` takes: an order without its id. */
export type OrderInput = Omit<NewOrder, 'id'>;
/** What `amend()` takes: members to change, `null` for one to take away. */
export type OrderPatch = Sent<components['schemas']['OrderPatch']>;
/** Where an order moves, and what belongs to that move. */
export type Transition = Sent<components['schemas']['Transition']>;
/** A photo or paper of an order as the server shows it; its bytes come by `documents.download()`. */
export type Document = Shown<components['schemas']['Document']>;
/** What a document is: a waybill, a photo, … */
export type DocumentKind = components['schemas']['DocumentKind'];

/** Options of `submit()`. */
export interface SubmitOptions {
  /** Requests of one lane go in order; an order has a lane of its own by default. */
  readonly lane?: string;
  /** Ids of queued requests that must be accepted first. */
  readonly dependsOn?: readonly string[];
  /** Yours; stays on the device. */
  readonly meta?: unknown;
}

/** Options of `amend()`, `transition()` and `acceptAlternative()`. */
export interface CommandOptions extends Pick<SubmitOptions, 'dependsOn' | 'meta'> {
  /** The tag you saw. By default the version after the lane's last accepted request. */
  readonly ifMatch?: string;
}

/** What `attach()` must know of a file. */
export interface AttachOptions extends Pick<SubmitOptions, 'dependsOn' | 'meta'> {
  /** What it is: `photo`, `signature`, … */
  readonly kind: DocumentKind;
  /** As its users know it; a `File` brings its own. */
  readonly fileName?: string;
  /** JPEG, PNG, WebP or PDF; a `Blob` brings its own. */
  readonly contentType?: Document['contentType'];
}

/** Orders that are placed and changed through the queue: all of it works offline. */
export interface QueuedOrders {
  /** Stores the order on the device, then sends it. The same draft twice is one order. */
  submit(draft: { readonly id: string }, order: OrderInput, options?: SubmitOptions): Promise<Submission<Order>>;
  /** Changes members of an order; `null` takes one away. */
  amend(id: string, patch: OrderPatch, options?: CommandOptions): Promise<Submission<Order>>;
  /** Moves the order to its next status. */
  transition(id: string, to: Transition | Transition['to'], options?: CommandOptions): Promise<Submission<Order>>;
  /** Takes the order back: without a request while it never left the device. */
  cancel(id: string, reason?: string, options?: Pick<CommandOptions, 'meta'>): Promise<Submission<Order>>;
  /** Lets an order in review go on at the price of its alternative, if that is still the one the user saw. */
  acceptAlternative(id: string, alternativeId: string, options?: CommandOptions): Promise<Submission<Order>>;
  /** Stores a photo or paper of up to 10 MB with the order, behind what waits for it. Each call is one document. */
  attach(id: string, file: Blob | Uint8Array, options: AttachOptions): Promise<Submission<Document>>;
}

export interface QueuedOrdersDeps {
  readonly core: Core;
  readonly store: LayeredOutbox;
  readonly account: Account;
  readonly events: Emitter<OutboxEvents>;
  /** Takes back what the server surely does not have; says whether it did. */
  takeBack(id: string): Promise<boolean>;
  stored(): void;
}

type Request = Omit<Enqueue, 'operation' | 'orderId'>;

const DOCUMENT_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];

export function queuedOrders(deps: QueuedOrdersDeps): QueuedOrders {
  const { core, store } = deps;

  const put = async <T = Order>(name: string, orderId: string, request: Request): Promise<Submission<T>> => {
    const record = await enqueue(deps, { ...request, operation: operationNamed(name), orderId });
    deps.events.emit('change', record);
    deps.stored();
    return submission<T>(deps, record.id);
  };

  const laneOf = async (id: string) => (await store.get(id).catch(() => undefined))?.lane ?? id;

  // Whose it is, is settled when it is asked for: somebody else may sign in while the device is read.
  const command = async (
    name: string,
    id: string,
    body: unknown,
    options: CommandOptions = {},
    ifMatch = 'lane',
    scope = deps.account.scope(),
  ) =>
    put(name, id, {
      ...options,
      scope,
      id: core.newId(),
      body,
      ifMatch: options.ifMatch ?? ifMatch,
      lane: await laneOf(id),
    });

  const move = (id: string, body: Transition, options?: CommandOptions, ifMatch?: string, scope?: Promise<string>) =>
    command('orders.transition', id, body, options, ifMatch, scope);

  return {
    submit(draft, order, options = {}) {
      const body = { ...order, id: draft.id };
      const errors = check(newOrderSchema, body);
      if (errors.length > 0)
        return Promise.reject(
          invalid('invalid_request', errors.map((e) => `${e.pointer}: ${e.message}`).join(' '), errors),
        );
      return put('orders.create', draft.id, { ...options, id: draft.id, body, lane: options.lane ?? draft.id });
    },
    amend: (id, patch, options) => command('orders.amend', id, patch, options),
    transition: (id, to, options) => move(id, typeof to === 'string' ? { to } : to, options),
    acceptAlternative: (id, alternativeId, options) => move(id, { to: 'placed', alternativeId }, options),
    async attach(id, file, { kind, fileName, contentType, ...options }) {
      const scope = deps.account.scope();
      // A Blob of React Native cannot be read: there the app gives bytes.
      const { name, type, size } = file as Partial<File>;
      const mime = contentType ?? type ?? '';
      if (!DOCUMENT_TYPES.includes(mime))
        throw invalid('unsupported_media_type', `A document is ${DOCUMENT_TYPES}, not "${mime}".`);
      const bytes =
        file instanceof Uint8Array
          ? file
          : Number(size) > DOCUMENT_LIMIT // refused by its size alone, before it is read
            ? { length: Number(size) }
            : new Uint8Array(await file.arrayBuffer());
      return put<Document>('documents.upload', id, {
        ...options,
        scope,
        id: core.newId(),
        lane: await laneOf(id),
        document: { bytes: bytes as Uint8Array, contentType: mime, fileName: fileName ?? name, query: `?kind=${kind}` },
      });
    },
    async cancel(id, reason, options = {}) {
      const scope = deps.account.scope();
      if (await deps.takeBack(id)) {
        deps.stored();
        return submission<Order>(deps, id);
      }
      // A cancellation is right whatever version the order has reached meanwhile.
      return move(id, { to: 'cancelled', ...(reason ? { reason } : {}) }, options, '*', scope);
    },
  };
}
