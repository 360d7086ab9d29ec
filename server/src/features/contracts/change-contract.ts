import { assertVersion, requireIfMatch } from '../../platform/http/conditional.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { NotFound, ServiceUnavailable } from '../../platform/http/errors.ts';
import type { ContractsDeps } from './contracts.deps.ts';
import type { Contract, ContractChange } from './contracts.model.ts';

/** The contract a change is for: 428 without `If-Match`, 404 when it is not there, 412 when it is not as the caller saw it. */
export async function seenContract(
  deps: ContractsDeps,
  ctx: Ctx,
  id: string,
  ifMatch: number | '*' | undefined,
): Promise<Contract> {
  const seen = requireIfMatch(ifMatch);
  const contract = await deps.contracts.get(ctx, id);
  if (!contract) throw NotFound({ what: 'contract' });
  assertVersion(seen, contract.version);
  return contract;
}

/**
 * Writes a change of a contract, in one atomic step that is filtered by its version, and makes the grids that somebody
 * sees through it be looked up anew. In the operation's transaction a change that came between makes all of it run again.
 */
export async function writeContract(
  deps: ContractsDeps,
  ctx: Ctx,
  contract: Contract,
  change: ContractChange,
): Promise<Contract> {
  const changed = await deps.contracts.change(ctx, contract, change, deps.now());
  if (!changed) throw ServiceUnavailable({ reason: 'Somebody else is changing this contract; send yours again.' });
  await deps.invalidate(ctx, ['contracts']);
  return changed;
}
