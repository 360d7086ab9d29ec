import type { ListPage, ListQuery } from '../../platform/db/list.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { ContractsDeps } from './contracts.deps.ts';
import { boundOf, type Contract } from './contracts.model.ts';
import type { ContractFilter } from './contracts.repo.ts';

/** The contracts a caller sees, newest first; somebody else's list looks empty. */
export async function listContracts(
  deps: ContractsDeps,
  ctx: Ctx,
  { clientId, carrierId, status, ...query }: ListQuery & Omit<ContractFilter, 'activated'>,
): Promise<ListPage<Contract>> {
  const bound = boundOf(ctx.actor);
  const asked: ContractFilter = {
    ...(clientId === undefined ? {} : { clientId }),
    ...(carrierId === undefined ? {} : { carrierId }),
    ...(status === undefined ? {} : { status }),
  };
  if (bound === 'none' || beyond(bound, asked)) return { data: [], ...(query.count ? { total: 0 } : {}) };
  return deps.contracts.page(ctx, query, { ...asked, ...bound });
}

/** Whether somebody bound to one party asks for another. */
const beyond = (bound: ContractFilter, asked: ContractFilter): boolean =>
  bound.activated === true &&
  (['clientId', 'carrierId'] as const).some((name) => asked[name] !== undefined && asked[name] !== bound[name]);
