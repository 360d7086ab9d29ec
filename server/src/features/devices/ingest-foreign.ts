import type { FieldError } from '../../platform/errors/app-error.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { InvalidRequest } from '../../platform/http/errors.ts';
import type { DevicesDeps } from './devices.deps.ts';
import type { Reading } from './reading.ts';
import { tellSeen } from './tell-seen.ts';

/**
 * Takes what a device's app sent, the same way as our own reports; returns when it is durable. Apps keep and send again
 * what was not taken, so dying half-way loses nothing, and the same point twice is stored once.
 */
export async function ingestForeign(deps: DevicesDeps, ctx: Ctx, reading: Reading): Promise<void> {
  if ('wrong' in reading) throw refused(reading.wrong);
  if ('point' in reading) {
    const { refused: ahead } = await deps.ingest(ctx, { points: [reading.point] });
    if (ahead.length > 0) throw refused([AHEAD]);
  }
  await tellSeen(deps, ctx);
}

const refused = (errors: readonly FieldError[]) => InvalidRequest({ errors }, { errors });

/** Sent again it is taken once its time has come, unless the clock is set right before. */
const AHEAD: FieldError = {
  pointer: '/timestamp',
  code: 'range',
  message: 'must not be more than five minutes ahead; let the device set its clock by the network.',
};
