import { LRUCache } from 'lru-cache';
import type { Ctx } from '../../platform/http/context.ts';
import type { DevicesDeps } from './devices.deps.ts';
import { minuteOf } from './devices.model.ts';

/** The minute that was last written, by device, in this process: of sixty reports one costs a write. */
const written = new LRUCache<string, number>({ max: 20_000 });

/** Notes that the device was heard of. Failing that costs a minute in a list and never a position. */
export async function tellSeen({ repo, now }: Pick<DevicesDeps, 'repo' | 'now'>, ctx: Ctx): Promise<void> {
  const minute = minuteOf(now());
  const device = `${ctx.tenantId}:${ctx.actor.id}`;
  if (written.get(device) === minute.getTime()) return;
  try {
    await repo.seen(ctx, ctx.actor.id, minute);
    written.set(device, minute.getTime());
  } catch (error) {
    ctx.log.warn({ err: error, deviceId: ctx.actor.id }, 'when a device was seen could not be written');
  }
}
