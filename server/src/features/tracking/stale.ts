import { limits } from '../../platform/config/limits.ts';
import type { Eta, Position } from '../../platform/http/contract.types.gen.ts';
import type { Estimate } from './eta.ts';
import type { VehiclePoint } from './tracking.model.ts';
import { presentEta, presentPoint } from './tracking.present.ts';

/**
 * When a position says no more where its vehicle is, unless a newer one comes before. A device whose clock is ahead does
 * not stay fresh for longer.
 */
export const staleAtOf = ({ deviceTime, recordedAt }: Pick<VehiclePoint, 'deviceTime' | 'recordedAt'>): Date =>
  new Date(Math.min(deviceTime.getTime(), recordedAt.getTime()) + limits.tracking.staleAfterMs);

/** A position as everybody is shown it, in snapshots, on the board and in events alike: with when it will be stale, and when the vehicle arrives. */
export function presentLive(
  point: VehiclePoint,
  estimate?: Estimate,
): { position: Position; staleAt: string; eta?: Eta } {
  return {
    position: presentPoint(point),
    staleAt: staleAtOf(point).toISOString(),
    ...(estimate ? { eta: presentEta(estimate) } : {}),
  };
}
