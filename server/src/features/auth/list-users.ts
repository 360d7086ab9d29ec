import { limits } from '../../platform/config/limits.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { InputOf } from '../../platform/http/operation.ts';
import type { AuthDeps } from './auth.deps.ts';
import { presentUser } from './auth.present.ts';

/** The tenant's users, newest first. */
export async function listUsers(deps: AuthDeps, ctx: Ctx, query: InputOf<'listUsers'>['query']) {
  const filter = query.role ? { role: query.role } : {};
  const page = await deps.pager.page(
    { limit: query.limit ?? limits.size.pageItemsDefault, cursor: query.cursor },
    { list: 'users', ...filter },
    (at) => deps.repo.listUsers(ctx, filter, at),
  );
  const total = query.count ? { total: await deps.repo.countUsers(ctx, filter, limits.size.countedTotal) } : {};
  return { ...page, ...total, data: page.data.map(presentUser) };
}
