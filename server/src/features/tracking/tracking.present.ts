import type { Eta, Position } from '../../platform/http/contract.types.gen.ts';
import type { Estimate } from './eta.ts';
import type { VehiclePoint } from './tracking.model.ts';

/** A point as the API shows it. */
export const presentPoint = ({ deviceTime, position }: VehiclePoint): Position => ({
  deviceTime: deviceTime.toISOString(),
  ...position,
});

/** An estimate as the API shows it. */
export const presentEta = ({ at, remainingMetres, computedAt, source }: Estimate): Eta => ({
  at: at.toISOString(),
  remainingMetres,
  computedAt: computedAt.toISOString(),
  source,
});
