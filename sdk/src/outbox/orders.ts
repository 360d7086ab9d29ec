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

export type Order = Shown<components['schemas']['Order']>;
export type NewOrder = Sent<components['schemas']['NewOrder']>;
export type OrderPatch = Sent<components['schemas']['OrderPatch']>;
export type Transition = Sent<components['schemas']['Transition']>;
export type Document = Shown<components['schemas']['Document']>;
export type DocumentKind = components['schemas']['DocumentKind'];

export interface SubmitOptions {
  /** Requests of one lane go in order; an order has a lane of its own by default. */
  readonly lane?: string;
  /** Ids of queued requests that must be accepted first. */
  readonly dependsOn?: readonly string[];
  /** Yours; stays on the device. */
  readonly meta?: unknown;
}

export interface CommandOptions extends Pick<SubmitOptions, 'dependsOn' | 'meta'> {
  /** The tag you saw. By default the version after the lane's last accepted request. */
  readonly ifMatch?: string;
}

export interface AttachOptions extends Pick<SubmitOptions, 'dependsOn' | 'meta'> {
  readonly kind: DocumentKind;
  /** As its users know it; a `File` brings its own. */
  readonly fileName?: string;
  /** JPEG, PNG, WebP or PDF; a `Blob` brings its own. */
  readonly contentType?: Document['contentType'];
}

/** Orders that are placed and changed through the queue: all of it works offline. */
export interface QueuedOrders {
  /** Stores the order on the device, then sends it. The same draft twice is one order. */
  submit(
    draft: { readonly id: string },
    order: Omit<NewOrder, 'id'>,
    options?: SubmitOptions,
  ): Promise<Submission<Order>>;
  amend(id: string, patch: OrderPatch, options?: CommandOptions): Promise<Submission<Order>>;
  transition(id: string, to: Transition | Transition['to'], options?: CommandOptions): Promise<Submission<Order>>;
  /** Takes the order back: without a request while it never left the device. */
  cancel(id: string, reason?: string, options?: Pick<CommandOptions, 'meta'>): Promise<Submission<Order>>;
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

export function queuedOrders(deps: QueuedOrdersDeps): QueuedOrders {
  const { core, store } = deps;

  const put = async <T = Order>(name: string, orderId: string, request: Request): Promise<Submission<T>> => {
    const record = await enqueue(deps, { ...request, operation: operationNamed(name), orderId });
    deps.events.emit('change', record);
    deps.stored();
    return submission<T>(deps, record.id);
  };

  const laneOf = async (id: string) => (await store.get(id).catch(() => undefined))?.lane ?? id;

  const command = async (name: string, id: string, body: unknown, options: CommandOptions = {}, ifMatch = 'lane') =>
    put(name, id, {
      ...options,
      id: core.newId(),
      body,
      ifMatch: options.ifMatch ?? ifMatch,
      lane: await laneOf(id),
    });

  const move = (id: string, body: Transition, options?: CommandOptions, ifMatch?: string) =>
    command('orders.transition', id, body, options, ifMatch);

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
      // A Blob of React Native cannot be read: there the app gives bytes.
      const { name, type, size } = file as Partial<File>;
      const mime = contentType ?? type ?? '';
      if (!/^(image\/(jpeg|png|webp)|application\/pdf)$/.test(mime))
        throw invalid('unsupported_media_type', `A document is JPEG, PNG, WebP or PDF, not "${mime}".`);
      const bytes =
        file instanceof Uint8Array
          ? file
          : Number(size) > DOCUMENT_LIMIT // refused by its size alone, before it is read
            ? { length: Number(size) }
            : new Uint8Array(await file.arrayBuffer());
      return put<Document>('documents.upload', id, {
        ...options,
        id: core.newId(),
        lane: await laneOf(id),
        document: { bytes: bytes as Uint8Array, contentType: mime, fileName: fileName ?? name, query: `?kind=${kind}` },
      });
    },
    async cancel(id, reason, options = {}) {
      const order = await store.get(id);
      if (order && (await deps.takeBack(id))) {
        deps.stored();
        return submission<Order>(deps, id);
      }
      // A cancellation is right whatever version the order has reached meanwhile.
      return move(id, { to: 'cancelled', ...(reason ? { reason } : {}) }, options, '*');
    },
  };
}
