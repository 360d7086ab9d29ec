import type { Ctx } from '../../platform/http/context.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';
import { TERMS, tellsClientWhy } from './orders.model.ts';
import type { OrderRowDocument, PartialRow } from './orders.row.ts';
import type { OrderDocument, StoredStop, TimelineRecord } from './orders.types.ts';

type Schemas = components['schemas'];

/** Carriers and drivers carry goods; what the client pays and notes for itself is not theirs. */
const seesTerms = (ctx: Ctx): boolean => ctx.actor.role !== 'carrier' && ctx.actor.role !== 'driver';
/** What the carrier gets is between it and the dispatchers: neither its drivers nor the client see that. */
const seesCost = (ctx: Ctx): boolean => ctx.actor.role !== 'client' && ctx.actor.role !== 'driver';

/** Why others decided as they did is not for whoever carries it; why a delivery failed is. */
const seesReason = (ctx: Ctx, type: string): boolean =>
  type === 'order.failed' || (seesTerms(ctx) && (ctx.actor.role !== 'client' || tellsClientWhy(type)));

/** An order as the caller may see it. */
export function presentOrder(ctx: Ctx, order: OrderDocument): Schemas['Order'] {
  const terms = seesTerms(ctx);
  return {
    ...head(order),
    lines: [...order.lines],
    pickup: stop(order.pickup),
    delivery: stop(order.delivery),
    ...(terms && order.price ? { price: order.price } : {}),
    ...(seesCost(ctx) && order.cost ? { cost: order.cost } : {}),
    ...(order.deliveredAt ? { deliveredAt: order.deliveredAt.toISOString() } : {}),
    ...(order.onTime === undefined ? {} : { onTime: order.onTime }),
    issues: terms ? [...order.issues] : [],
    ...(terms && order.alternative ? { alternative: order.alternative } : {}),
    ...(order.proof ? { proof: order.proof } : {}),
    ...(order.instructions === undefined ? {} : { instructions: order.instructions }),
    ...(terms && order.metadata ? { metadata: order.metadata } : {}),
    timeline: order.timeline.map((entry) => presentEntry(ctx, entry, terms)),
  };
}

/** What an item of a bulk has done. */
export function presentDone(
  ctx: Ctx,
  { index, status, replayed, order }: { index: number; status: number; replayed: boolean; order: OrderDocument },
): Schemas['BulkOrdersResult']['items'][number] {
  return { index, status, ...(replayed ? { replayed } : {}), order: presentOrder(ctx, order) };
}

/** An order as a list shows it; members that were not asked for may be missing. */
export function presentRow(ctx: Ctx, row: PartialRow): Schemas['OrderRow'] {
  const place = ({ city, postcode, country, window }: StoredStop) => ({ city, postcode, country, window });
  const { updatedAt = row.createdAt } = row;
  const shown = {
    ...head({ ...row, updatedAt } as OrderRowDocument), // what is missing is not shown
    ...(row.pickup ? { pickup: place(row.pickup) } : {}),
    ...(row.delivery ? { delivery: place(row.delivery) } : {}),
    ...(seesTerms(ctx) && row.price ? { price: row.price } : {}),
  };
  return shown as Schemas['OrderRow']; // whole, unless the caller asked for less
}

function head(order: OrderRowDocument) {
  const { id, reference, status, version, clientId, carrierId, vehicleId, driverId, transportType } = order;
  return {
    id,
    reference,
    status,
    version,
    clientId,
    ...(carrierId ? { carrierId } : {}),
    ...(vehicleId ? { vehicleId } : {}),
    ...(driverId ? { driverId } : {}),
    transportType,
    createdAt: order.createdAt.toISOString(),
    updatedAt: order.updatedAt.toISOString(),
  };
}

function stop({ cityKey: _, ...shown }: StoredStop): Schemas['Stop'] {
  return shown;
}

function presentEntry(ctx: Ctx, entry: TimelineRecord, terms: boolean): Schemas['TimelineEntry'] {
  const { type, version, by, reason, note } = entry;
  const { at, occurredAt, totals, changed } = entry;
  return {
    at: at.toISOString(),
    type,
    version,
    by,
    ...(reason !== undefined && (seesReason(ctx, type) || by.id === ctx.actor.id) ? { reason } : {}),
    ...(note === undefined ? {} : { note }),
    ...(occurredAt ? { occurredAt: occurredAt.toISOString() } : {}),
    ...(terms && totals ? { totals } : {}),
    ...(changed ? { changed: changed.filter((name) => terms || !TERMS.includes(name)) } : {}),
  };
}
