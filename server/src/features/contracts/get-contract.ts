import type { Ctx } from '../../platform/http/context.ts';
import { NotFound } from '../../platform/http/errors.ts';
import type { ContractsDeps } from './contracts.deps.ts';
import { type Contract, maySee } from './contracts.model.ts';

/** A contract as it is now; 404 when it is not there or not the caller's to see. */
export async function getContract(deps: ContractsDeps, ctx: Ctx, id: string): Promise<Contract> {
  const contract = await deps.contracts.get(ctx, id);
  if (!contract || !maySee(ctx.actor, contract)) throw NotFound({ what: 'contract' });
  return contract;
}
