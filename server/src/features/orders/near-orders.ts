import { limits } from '../../platform/config/limits.ts';
import type { KeysetQuery, Page } from '../../platform/db/page.ts';
import type { FieldError } from '../../platform/errors/app-error.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { InvalidRequest } from '../../platform/http/errors.ts';
import { type Key, keysNear } from './near-search.ts';
import type { OrdersDeps } from './orders.deps.ts';
import type { PartialRow } from './orders.row.ts';
import type { Circle } from './orders.types.ts';

/** Reads `longitude,latitude,metres`, whose form the contract has judged; throws `invalid_request` for what is no place. */
export function circleOf(near: string): Circle {
  const [longitude = 0, latitude = 0, metres = 0] = near.split(',').map(Number);
  const errors: FieldError[] = [];
  const check = (name: string, value: number, most: number) => {
    if (Math.abs(value) > most)
      errors.push({ pointer: '/query/near', code: 'maximum', message: `has a ${name} of ${value}; at most ${most}.` });
  };
  check('longitude', longitude, 180);
  check('latitude', latitude, 90);
  check('radius in metres', metres, limits.size.nearMetres);
  if (errors.length > 0) throw InvalidRequest({ errors }, { errors });
  return { longitude, latitude, metres };
}

interface Near {
  /** What the orders must be beside near, with what the caller may see. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly circle: Circle;
  readonly projection: Readonly<Record<string, 1>>;
}

/** A page of a circle; `total` where it was asked for: its keys are all at hand. */
export type NearPage = Page<PartialRow> & { readonly total?: number };

/**
 * A page of the orders that are picked up or delivered within a circle, newest first. No index gives places in the
 * order of time, so the keys of all matches are sorted here: this is why there may only be so many of them.
 */
export async function nearPage(
  deps: Pick<OrdersDeps, 'repo' | 'pager' | 'nearTurns'>,
  ctx: Ctx,
  request: { readonly limit: number; readonly cursor?: string | undefined; readonly count?: boolean | undefined },
  near: Near,
): Promise<NearPage> {
  const { filter, circle, projection } = near;
  const asked = { list: 'orders', near: circle, ...filter };
  let total: number | undefined;
  const page = await deps.pager.page<Key>(request, asked, async (at) => {
    const keys = await deps.nearTurns(`${ctx.tenantId}:${ctx.actor.id}`, () => keysAt(deps, ctx, near, at, request));
    total = keys.total;
    return keys.page;
  });
  const found = await deps.repo.rows(
    ctx,
    filter,
    page.data.map(({ _id }) => _id),
    projection,
  );
  const rows = new Map(found.map((row) => [row._id, row]));
  // One that has changed since its key was read may be missing; the cursor goes on behind it all the same.
  const data = page.data.flatMap(({ _id }) => rows.get(_id) ?? []);
  return { ...page, data, ...(total === undefined ? {} : { total }) };
}

/** The keys of a page, and of how many in all; the circle is gone through once for both. */
async function keysAt(
  deps: Pick<OrdersDeps, 'repo'>,
  ctx: Ctx,
  { filter, circle }: Near,
  at: KeysetQuery,
  { cursor, count }: { readonly cursor?: string | undefined; readonly count?: boolean | undefined },
): Promise<{ readonly page: Key[]; readonly total?: number }> {
  const beyond = { $and: [filter, at.filter] };
  const inside = await keysNear(deps, ctx, { asked: filter, filter: count ? filter : beyond, circle });
  const ofPage = (): Promise<Key[]> =>
    deps.repo.rows(
      ctx,
      beyond,
      inside.map(({ _id }) => _id),
      { createdAt: 1 },
    );
  const keys = count && cursor !== undefined ? await ofPage() : inside;
  const newestFirst = at.sort.createdAt === -1;
  const page = keys.toSorted((a, b) => (newestFirst ? compare(b, a) : compare(a, b))).slice(0, at.limit);
  return { page, ...(count ? { total: inside.length } : {}) };
}

const compare = (a: Key, b: Key) => a.createdAt.getTime() - b.createdAt.getTime() || (a._id < b._id ? -1 : 1);
