import type { ListPage, ListQuery } from '../../platform/db/list.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { CarriersDeps } from './carriers.deps.ts';
import { type Carrier, sightOf } from './carriers.model.ts';

/** The carriers a caller sees, newest first; for carriers and drivers that is a list of one. */
export async function listCarriers(deps: CarriersDeps, ctx: Ctx, query: ListQuery): Promise<ListPage<Carrier>> {
  const sight = sightOf(ctx.actor);
  if (sight === 'all') return deps.carriers.page(ctx, query);
  const own = sight.only === undefined ? null : await deps.carriers.get(ctx, sight.only);
  const data = own ? [own] : [];
  return { data, ...(query.count ? { total: data.length } : {}) };
}
