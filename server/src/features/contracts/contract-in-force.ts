import type { Ctx } from '../../platform/http/context.ts';
import type { TransportType } from '../../platform/http/contract.types.gen.ts';
import { hasRunOut, type Party } from './contracts.model.ts';
import type { ContractsDeps } from './index.ts';

/** What prices by a contract need to know of it. */
export interface ContractTerms {
  readonly contractId: string;
  readonly gridId: string;
  /** Exclusive; from then on nothing holds that was quoted by it. Absent while no end is agreed. */
  readonly validTo?: Date;
}

/**
 * The contract that prices a party's transports of a type at a moment, read from MongoDB; undefined when there is none.
 * One that has not begun or has run out prices nothing, although it is active.
 */
export async function contractInForce(
  { contracts }: Pick<ContractsDeps, 'contracts'>,
  ctx: Ctx,
  party: Party,
  transportType: TransportType,
  at: Date,
): Promise<ContractTerms | undefined> {
  const active = await contracts.active(ctx, party, transportType);
  if (!active || active.validFrom > at || hasRunOut(active, at)) return undefined;
  const { id, gridId, validTo } = active;
  return { contractId: id, gridId, ...(validTo ? { validTo } : {}) };
}
