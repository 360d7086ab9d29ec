import type { Ctx } from '../../platform/http/context.ts';
import type { Eta, Position } from '../../platform/http/contract.types.gen.ts';
import type { Cursor } from '../../platform/realtime/types.ts';
import type { OrderDocument, OrdersApi } from '../orders/index.ts';
import type { Tenant } from '../tenants/index.ts';
import type { LinkTokens } from './link-token.ts';
import type { TrackingLinksRepo } from './tracking-links.repo.ts';

/** Where a delivery is, as far as its recipient may know. */
export interface Whereabouts {
  readonly position?: Position;
  readonly staleAt?: string;
  readonly eta?: Eta;
}

/** What links ask of the floors below and of their neighbour. */
export interface TrackingLinksOptions {
  readonly appSecret: string;
  /** Where people reach the application, without a slash at its end. */
  readonly publicUrl: string;
  readonly orders: Pick<OrdersApi, 'visible' | 'get'>;
  readonly tenant: (ctx: Pick<Ctx, 'tenantId'>) => Promise<Tenant | undefined>;
  /** What tracking shows to the recipient of an order. */
  readonly whereabouts: (ctx: Ctx, order: OrderDocument) => Promise<Whereabouts>;
  /** `Realtime.position`; undefined while Redis is away. */
  readonly position: (tenantId: string, channel: string) => Promise<Cursor | undefined>;
  /** Disconnects whoever watches as `sessionId`, in every process within a second; remembered until the time given. */
  readonly disconnect: (ctx: Pick<Ctx, 'tenantId' | 'deadline'>, sessionId: string, until: Date) => Promise<void>;
}

export interface TrackingLinksDeps extends Omit<TrackingLinksOptions, 'appSecret'> {
  readonly repo: TrackingLinksRepo;
  readonly tokens: LinkTokens;
  readonly now: () => Date;
}
