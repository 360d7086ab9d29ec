import type { Ctx } from '../../platform/http/context.ts';
import type { StreamPosition } from '../../platform/http/contract.types.gen.ts';
import type { TrackingDeps } from './tracking.deps.ts';

/** Where a channel stands while Redis is away: no history has this epoch, so a watcher takes it for "not known". */
const UNKNOWN = { epoch: 'none', seq: 0 } as const;

/**
 * Where a channel stands, to be read before the data of a snapshot: an event in between is then told once too often,
 * never left out. While Redis is away it is epoch `none`, seq 0: the watcher goes on from where his socket puts him.
 */
export async function streamOf(
  deps: Pick<TrackingDeps, 'position'>,
  ctx: Ctx,
  channel: string,
): Promise<StreamPosition> {
  const { epoch, seq } = (await deps.position(ctx.tenantId, channel)) ?? UNKNOWN;
  return { epoch, seq };
}
