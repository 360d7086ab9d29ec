import { bulkChanges } from '../../platform/http/bulk-changes.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { InputOf } from '../../platform/http/operation.ts';
import type { CarriersDeps } from './carriers.deps.ts';
import { presentCarrier } from './carriers.present.ts';
import { aCarrier } from './create-carrier.ts';

/** Adds and changes up to 500 carriers, each judged by itself; the good ones take effect together, in one transaction. */
export async function bulkCarriers(deps: CarriersDeps, ctx: Ctx, { items }: InputOf<'bulkCarriers'>['body']) {
  const done = await bulkChanges(ctx, items, {
    operation: 'bulkCarriers',
    make: (input) => aCarrier(deps, ctx, input),
    insertAll: (carriers) => deps.carriers.insertAll(ctx, carriers),
    amend: (id, change) => deps.carriers.amend(ctx, id, { ...change, at: deps.now() }),
    show: (carrier) => ({ carrier: presentCarrier(ctx.actor, carrier) }),
  });
  if (done.changed) await deps.invalidate(ctx, ['carriers']);
  return { items: done.items };
}
