import type { Ctx } from '../../platform/http/context.ts';
import type { components } from '../../platform/http/contract.types.gen.ts';
import type { OrderRowDocument } from './orders.repo.ts';
import type { OrderDocument, StoredStop, TimelineRecord } from './orders.types.ts';

type Schemas = components['schemas'];

/** Carriers and drivers carry goods; what the client pays and notes for itself is not theirs. */
const seesTerms = (ctx: Ctx): boolean => ctx.actor.role !== 'carrier' && ctx.actor.role !== 'driver';

/** An order as the caller may see it. */
export function presentOrder(ctx: Ctx, order: OrderDocument): Schemas['Order'] {
  const terms = seesTerms(ctx);
  return {
    ...head(order),
    lines: [...order.lines],
    pickup: stop(order.pickup),
    delivery: stop(order.delivery),
    ...(terms && order.price ? { price: order.price } : {}),
    issues: terms ? [...order.issues] : [],
    ...(terms && order.alternative ? { alternative: order.alternative } : {}),
    ...(order.proof ? { proof: order.proof } : {}),
    ...(order.instructions === undefined ? {} : { instructions: order.instructions }),
    ...(terms && order.metadata ? { metadata: order.metadata } : {}),
    timeline: order.timeline.map((entry) => presentEntry(ctx, entry, terms)),
  };
}

/** An order as a list shows it. */
export function presentRow(ctx: Ctx, row: OrderRowDocument): Schemas['OrderRow'] {
  const place = ({ city, postcode, country, window }: StoredStop) => ({ city, postcode, country, window });
  return {
    ...head(row),
    pickup: place(row.pickup),
    delivery: place(row.delivery),
    ...(seesTerms(ctx) && row.price ? { price: row.price } : {}),
  };
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
    // Why others decided as they did is not for whoever carries it; why a delivery failed is.
    ...(reason === undefined || !(terms || type === 'order.failed' || by.id === ctx.actor.id) ? {} : { reason }),
    ...(note === undefined ? {} : { note }),
    ...(occurredAt ? { occurredAt: occurredAt.toISOString() } : {}),
    ...(terms && totals ? { totals } : {}),
    ...(changed ? { changed: [...changed] } : {}),
  };
}
