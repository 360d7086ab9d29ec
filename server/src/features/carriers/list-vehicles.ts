import type { ListPage, ListQuery } from '../../platform/db/list.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { CarriersDeps } from './carriers.deps.ts';
import { inSight, sightOf, type Vehicle } from './carriers.model.ts';

/** The vehicles a caller sees, newest first, of one carrier where asked; another carrier's list looks empty. */
export async function listVehicles(
  deps: CarriersDeps,
  ctx: Ctx,
  query: ListQuery & { readonly carrierId?: string },
): Promise<ListPage<Vehicle>> {
  const sight = sightOf(ctx.actor);
  const carrierId = query.carrierId ?? (sight === 'all' ? undefined : sight.only);
  if (carrierId === undefined && sight === 'all') return deps.vehicles.page(ctx, query, {});
  if (carrierId === undefined || !inSight(sight, carrierId)) return { data: [], ...(query.count ? { total: 0 } : {}) };
  return deps.vehicles.page(ctx, query, { carrierId });
}
