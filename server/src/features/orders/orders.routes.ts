import { versionTag } from '../../platform/http/conditional.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { created, ok, type Routes } from '../../platform/http/operation.ts';
import { pageReply } from '../../platform/http/page-reply.ts';
import { amendOrder } from './amend-order.ts';
import { bulkOrders } from './bulk-orders.ts';
import { getOrder } from './get-order.ts';
import { listOrderEvents } from './list-order-events.ts';
import { listOrders } from './list-orders.ts';
import { moveOrder } from './move-order.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { presentDone, presentOrder } from './orders.present.ts';
import type { OrderDocument } from './orders.types.ts';
import { placeOrder } from './place-order.ts';

/** Every answer about an order says which version it shows, so that a queue knows its next `If-Match`. */
const tags = (order: OrderDocument, replayed = false) => ({
  etag: versionTag(order.version),
  'order-version': String(order.version),
  ...(replayed ? { 'idempotent-replayed': 'true' } : {}),
});
const shown = (ctx: Ctx, { order, replayed }: { order: OrderDocument; replayed: boolean }) =>
  ok(presentOrder(ctx, order), tags(order, replayed));

export const ordersRoutes = (deps: OrdersDeps) =>
  ({
    placeOrder: async (ctx, input) => {
      const placement = await placeOrder(deps, ctx, input);
      return placement.replayed
        ? shown(ctx, placement)
        : created(presentOrder(ctx, placement.order), tags(placement.order));
    },
    getOrder: async (ctx, { params }) =>
      shown(ctx, { order: await getOrder(deps, ctx, params.orderId), replayed: false }),
    listOrders: async (ctx, { query }) => pageReply('listOrders', query, await listOrders(deps, ctx, query)),
    amendOrder: async (ctx, input) =>
      shown(ctx, await amendOrder(deps, ctx, { ...input, orderId: input.params.orderId }, input.body)),
    moveOrder: async (ctx, input) =>
      shown(ctx, await moveOrder(deps, ctx, { ...input, orderId: input.params.orderId }, input.body)),
    bulkOrders: async (ctx, input) => {
      const items = await bulkOrders(deps, ctx, input);
      return ok({ items: items.map((row) => ('problem' in row ? row : presentDone(ctx, row))) });
    },
    listOrderEvents: async (ctx, { params, query }) => ok(await listOrderEvents(deps, ctx, params.orderId, query)),
  }) satisfies Routes;
