import type { Ctx } from '../../platform/http/context.ts';
import type { CarriersDeps } from './carriers.deps.ts';
import type { Carrier } from './carriers.model.ts';

/** Changes a carrier by merge patch, if it is still at the version the caller saw. Orders it has already got stay with it. */
export async function amendCarrier(
  deps: CarriersDeps,
  ctx: Ctx,
  id: string,
  change: { ifMatch: number | '*' | undefined; patch: object },
): Promise<Carrier> {
  const carrier = await deps.carriers.amend(ctx, id, { ...change, at: deps.now() });
  await deps.invalidate(ctx, ['carriers']);
  return carrier;
}
