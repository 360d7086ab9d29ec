import type { Ctx } from '../../platform/http/context.ts';
import { InvalidRequest, UnknownReference } from '../../platform/http/errors.ts';
import type { ContractsDeps } from './contracts.deps.ts';
import { GridDoesNotFit } from './contracts.errors.ts';
import type { Contract } from './contracts.model.ts';

/** Refuses a contract that ends before it begins; `pointer` is the field of the request that would have to be another. */
export function assertTimes({ validFrom, validTo }: Pick<Contract, 'validFrom' | 'validTo'>, pointer: string): void {
  if (validTo === undefined || validTo > validFrom) return;
  const times = { from: validFrom.toISOString(), to: validTo.toISOString() };
  const message =
    pointer === '/validFrom'
      ? `must be before validTo, ${times.to}; it is ${times.from}.`
      : `must be after validFrom, ${times.from}; it is ${times.to}.`;
  const errors = [{ pointer, code: 'ends_before_it_begins', message }];
  throw InvalidRequest({ errors }, { errors });
}

/** Refuses a grid that nobody has seen in this tenant, or that prices another transport type. Grids are never deleted. */
export async function assertGridFits(
  deps: Pick<ContractsDeps, 'grid'>,
  ctx: Ctx,
  { gridId, transportType }: Pick<Contract, 'gridId' | 'transportType'>,
): Promise<void> {
  const grid = await deps.grid(ctx, gridId);
  if (!grid) throw UnknownReference({ pointer: '/gridId', id: gridId });
  if (grid.transportType !== transportType) throw GridDoesNotFit({ gridId, prices: grid.transportType, transportType });
}
