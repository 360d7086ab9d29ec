import { limits } from '../../platform/config/limits.ts';
import type { KeysetQuery, Page } from '../../platform/db/page.ts';
import type { FieldError } from '../../platform/errors/app-error.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { InvalidRequest } from '../../platform/http/errors.ts';
import type { OrdersDeps } from './index.ts';
import { TooManyMatches } from './orders.errors.ts';
import type { PartialRow } from './orders.row.ts';
import type { OrderDocument } from './orders.types.ts';

/** A place and how far around it, on the sphere. */
export interface Circle {
  /** Degrees, WGS 84. */
  readonly longitude: number;
  readonly latitude: number;
  readonly metres: number;
}

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

type Key = Pick<OrderDocument, '_id' | 'createdAt'>;

/**
 * A page of the orders that are picked up or delivered within a circle, newest first. No index gives places in the
 * order of time, so the keys of all matches are sorted here: this is why there may only be so many of them.
 */
export async function nearPage(
  deps: Pick<OrdersDeps, 'repo' | 'pager'>,
  ctx: Ctx,
  request: { readonly limit: number; readonly cursor?: string | undefined },
  near: Near,
): Promise<Page<PartialRow>> {
  const { filter, circle, projection } = near;
  const asked = { list: 'orders', near: circle, ...filter };
  const page = await deps.pager.page<Key>(request, asked, (at) => keysAt(deps, ctx, near, at));
  const found = await deps.repo.rows(
    ctx,
    filter,
    page.data.map(({ _id }) => _id),
    projection,
  );
  const rows = new Map(found.map((row) => [row._id, row]));
  // One that has changed since its key was read may be missing; the cursor goes on behind it all the same.
  return { ...page, data: page.data.flatMap(({ _id }) => rows.get(_id) ?? []) };
}

async function keysAt(
  deps: Pick<OrdersDeps, 'repo'>,
  ctx: Ctx,
  { filter, circle }: Near,
  at: KeysetQuery,
): Promise<Key[]> {
  const limit = limits.size.nearMatches;
  const ends = await Promise.all(
    (['pickup', 'delivery'] as const).map((end) =>
      deps.repo.keysWithin(ctx, end, { $and: [filter, at.filter] }, circle, limit + 1),
    ),
  );
  const keys = [...new Map(ends.flat().map((key) => [key._id, key])).values()];
  if (keys.length > limit) {
    const most = limits.size.countedTotal;
    throw TooManyMatches({ found: await deps.repo.countWithin(ctx, filter, circle, most), most, limit });
  }
  const newestFirst = at.sort.createdAt === -1;
  return keys.toSorted((a, b) => (newestFirst ? compare(b, a) : compare(a, b))).slice(0, at.limit);
}

const compare = (a: Key, b: Key) => a.createdAt.getTime() - b.createdAt.getTime() || (a._id < b._id ? -1 : 1);
