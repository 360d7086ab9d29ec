import { AppError } from '../../platform/errors/app-error.ts';
import type { FrameReport, FrameReported } from '../../platform/http/contract.types.gen.ts';
import type { Frame, FrameHandler } from '../../platform/realtime/types.ts';
import { ingestPositions } from './ingest-positions.ts';
import { socketCtx } from './socket-ctx.ts';
import type { TrackingDeps } from './tracking.deps.ts';

/**
 * Answers `report`: the same limits and the same use case as `POST tracking/positions`, with a refusal as an `error`
 * frame of its id. Too many reports are `unavailable`, with a detail that says when to come back.
 */
export const reportFrame =
  (deps: TrackingDeps): FrameHandler =>
  async (session, frame, address) => {
    const { id, vehicleId, points } = frame as Frame & FrameReport; // the contract's validator has seen it
    const ctx = socketCtx(deps.log, session, address);
    try {
      await deps.charge(ctx);
      const receipt = await ingestPositions(deps, ctx, {
        points,
        ...(vehicleId ? { vehicleId } : {}),
      });
      return {
        t: 'reported',
        id,
        accepted: receipt.accepted,
        ignored: receipt.duplicates + receipt.refused.length,
      } satisfies FrameReported;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return {
        t: 'error',
        id,
        code: isForNow(error) ? 'unavailable' : 'forbidden',
        detail: error.message.slice(0, 500),
      };
    }
  };

/** Whether the same report may be taken later. */
const isForNow = (error: AppError): boolean => error.status >= 500 || error.status === 429;
