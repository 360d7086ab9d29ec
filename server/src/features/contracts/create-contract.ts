import { newId } from '../../platform/db/new-id.ts';
import { firstVersion } from '../../platform/db/versioned.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { NewContract } from '../../platform/http/contract.types.gen.ts';
import { UnknownReference } from '../../platform/http/errors.ts';
import { assertGridFits, assertTimes } from './contract-terms.ts';
import type { ContractsDeps } from './contracts.deps.ts';
import { type Contract, newContract } from './contracts.model.ts';

/**
 * Drafts a contract with a client or a carrier; the contract of the API lets only one of the two in here. A draft prices
 * nothing and shows nobody anything, so there may be many, and no cache hears of it. One document: there or not.
 */
export async function createContract(deps: ContractsDeps, ctx: Ctx, input: NewContract): Promise<Contract> {
  const contract = newContract(firstVersion(ctx, newId('ctr'), deps.now()), input);
  assertTimes(contract, '/validTo');
  const { clientId, carrierId } = contract;
  if (clientId !== undefined && !(await deps.clientExists(ctx, clientId)))
    throw UnknownReference({ pointer: '/clientId', id: clientId });
  if (carrierId !== undefined && !(await deps.carrierExists(ctx, carrierId)))
    throw UnknownReference({ pointer: '/carrierId', id: carrierId });
  await assertGridFits(deps, ctx, contract);
  await deps.contracts.insert(ctx, contract);
  return contract;
}
