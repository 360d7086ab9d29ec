import type { Ctx } from '../../platform/http/context.ts';
import type { ContractStatus } from '../../platform/http/contract.types.gen.ts';
import { seenContract, writeContract } from './change-contract.ts';
import type { ContractsDeps } from './contracts.deps.ts';
import { ContractAlreadyActive, ContractCannotMove } from './contracts.errors.ts';
import { type Contract, hasRunOut, movesAt, moveTo, partyOf } from './contracts.model.ts';
import { isSecondActive } from './contracts.repo.ts';

/**
 * Activates or ends a contract; a draft whose end has passed is not activated any more. A party's active contract that has run out makes room: it is ended in the same
 * transaction, so that either both happen or neither. Of two that become active at the same time the index lets one
 * through; the other attempt runs again, meets the winner and is told its id.
 */
export async function moveContract(
  deps: ContractsDeps,
  ctx: Ctx,
  id: string,
  { ifMatch, to }: { readonly ifMatch: number | '*' | undefined; readonly to: 'active' | 'ended' },
): Promise<Contract> {
  const contract = await seenContract(deps, ctx, id, ifMatch);
  const now = deps.now();
  const allowed = movesAt(contract, now);
  if (!allowed.includes(to)) throw cannotMove(contract, to, allowed);

  if (to === 'active') await makeRoom(deps, ctx, contract, now);
  try {
    return await writeContract(deps, ctx, contract, moveTo(contract, to, now));
  } catch (error) {
    if (!isSecondActive(error)) throw error;
    const { unit: _, ...outside } = ctx; // the duplicate has ended the transaction
    throw alreadyActive(contract, (await activeBeside(deps, outside, contract))?.id ?? 'one activated just now', error);
  }
}

const activeBeside = (deps: ContractsDeps, ctx: Ctx, contract: Contract) =>
  deps.contracts.active(ctx, partyOf(contract), contract.transportType);

/** Ends what the clock has ended; refuses while another contract is still active. */
async function makeRoom(deps: ContractsDeps, ctx: Ctx, contract: Contract, at: Date): Promise<void> {
  const other = await activeBeside(deps, ctx, contract);
  if (!other) return;
  if (!hasRunOut(other, at)) throw alreadyActive(contract, other.id);
  await deps.contracts.endRunOut(ctx, other.id, at);
}

function cannotMove({ id, status: from, validTo }: Contract, to: ContractStatus, allowed: readonly ContractStatus[]) {
  const passed = from === 'draft' ? validTo?.toISOString() : undefined; // a draft is refused for nothing else
  return ContractCannotMove({ id, from, to, allowed, passed }, { members: { allowed } });
}

function alreadyActive(contract: Contract, other: string, cause?: unknown) {
  const party = contract.clientId === undefined ? 'carrier' : 'client';
  return ContractAlreadyActive({ with: party, transportType: contract.transportType, other }, { cause });
}
