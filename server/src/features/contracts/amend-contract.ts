import type { Ctx } from '../../platform/http/context.ts';
import type { ContractPatch } from '../../platform/http/contract.types.gen.ts';
import { seenContract, writeContract } from './change-contract.ts';
import { assertGridFits, assertTimes } from './contract-terms.ts';
import type { ContractsDeps } from './contracts.deps.ts';
import { ContractCannotBeAmended } from './contracts.errors.ts';
import { type Contract, changeOf, MAY_CHANGE, statusAt } from './contracts.model.ts';

/**
 * Changes a contract by merge patch, if it is still at the version the caller saw: of a draft everything but whom it is
 * with and what for, of an active contract its end and its note, of an ended one nothing. An active one that has run out
 * is ended; who wants to go on makes a new contract, since for a while there was none.
 */
export async function amendContract(
  deps: ContractsDeps,
  ctx: Ctx,
  id: string,
  { ifMatch, patch }: { readonly ifMatch: number | '*' | undefined; readonly patch: ContractPatch },
): Promise<Contract> {
  const contract = await seenContract(deps, ctx, id, ifMatch);
  assertAmendable(contract, patch, deps.now());

  const change = changeOf(patch);
  const terms = { ...contract, ...change.set };
  if (patch.validTo !== null) assertTimes(terms, patch.validTo === undefined ? '/validFrom' : '/validTo');
  if (patch.gridId !== undefined) await assertGridFits(deps, ctx, terms);
  return writeContract(deps, ctx, contract, change);
}

function assertAmendable(contract: Contract, patch: ContractPatch, at: Date): void {
  const status = statusAt(contract, at);
  const allowed = MAY_CHANGE[status];
  const fields = (Object.keys(patch) as (keyof ContractPatch)[]).filter((name) => !allowed.includes(name));
  if (fields.length === 0) return;
  throw ContractCannotBeAmended({ id: contract.id, status, fields, allowed }, { members: { allowed } });
}
