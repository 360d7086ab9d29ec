import type { AuthApi } from '../features/auth/index.ts';
import type { ContractsApi } from '../features/contracts/index.ts';
import type { OrdersApi } from '../features/orders/index.ts';
import type { PlansApi } from '../features/plans/index.ts';
import type { RequestLog } from '../platform/db/request-log.ts';
import type { EventLog } from '../platform/events/event-log.ts';
import type { Ctx } from '../platform/http/context.ts';

export interface ErasureDoors {
  readonly auth: AuthApi;
  readonly orders: OrdersApi;
  readonly contracts: ContractsApi;
  readonly plans: PlansApi;
  readonly events: EventLog;
  readonly requests: RequestLog;
}

/** What became of a client's data. */
export interface ErasedClient {
  readonly orders: number;
  /** Orders under way: whoever carries them needs to know where to, so the rest was left as it is. */
  readonly open: number;
  readonly people: number;
}

/** Takes out who the people of a client are, wherever it stands; the client's own record is its caller's to change. */
export type EraseClient = (ctx: Ctx, clientId: string) => Promise<ErasedClient>;

/**
 * Orders first, each with its documents, then what was typed about the client elsewhere, its people, and the answers that
 * are kept for replays. Each step finds only what is not done yet: a run that died is simply run again.
 */
export const createErasure =
  ({ auth, orders, contracts, plans, events, requests }: ErasureDoors): EraseClient =>
  async (ctx, clientId) => {
    const { erased, open } = await orders.erase(ctx, { clientId });
    if (open > 0) return { orders: erased, open, people: 0 };
    for (const id of await contracts.eraseNotesOf(ctx, clientId)) await requests.forget(ctx.tenantId, 'contract', id);
    for (const id of await plans.eraseReasonsOf(ctx, clientId)) {
      await events.eraseReasons(ctx, `subscription/${id}`);
      await requests.forget(ctx.tenantId, 'subscription', id);
    }
    const people = await auth.eraseUsersOf(ctx, clientId);
    for (const id of people) await requests.forget(ctx.tenantId, 'user', id);
    await requests.forget(ctx.tenantId, 'client', clientId);
    return { orders: erased, open, people: people.length };
  };
