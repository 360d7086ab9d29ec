import type { Ctx } from '../../platform/http/context.ts';
import type { TransportType } from '../../platform/http/contract.types.gen.ts';
import type { ContractsDeps } from './contracts.deps.ts';
import { hasRunOut, type Party } from './contracts.model.ts';

/** What prices by a contract need to know of it. */
export interface ContractTerms {
  readonly contractId: string;
  readonly gridId: string;
  /** It prices from here on; while this lies ahead nothing is priced by it, although it is active. */
  readonly validFrom: Date;
  /** When it was activated; where that came later than `validFrom`, it has priced only from then on. */
  readonly activatedAt: Date;
  /** Exclusive; from then on nothing holds that was quoted by it. Absent while no end is agreed. */
  readonly validTo?: Date;
}

/**
 * The contract that prices a party's transports of a type, at a moment or from a later one on, read from MongoDB;
 * undefined when there is none. One that has run out prices nothing any more, although it is active.
 */
export async function activeContract(
  { contracts }: Pick<ContractsDeps, 'contracts'>,
  ctx: Ctx,
  party: Party,
  transportType: TransportType,
  at: Date,
): Promise<ContractTerms | undefined> {
  const active = await contracts.active(ctx, party, transportType);
  if (!active || hasRunOut(active, at)) return undefined;
  const { id, gridId, validFrom, activatedAt = validFrom, validTo } = active;
  return { contractId: id, gridId, validFrom, activatedAt, ...(validTo ? { validTo } : {}) };
}
