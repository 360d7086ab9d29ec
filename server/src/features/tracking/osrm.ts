import { LRUCache } from 'lru-cache';
import { createBreaker } from '../../platform/cache/breaker.ts';
import { limits } from '../../platform/config/limits.ts';
import type { Coordinates } from './tracking.model.ts';

/** A way by road. */
export interface Route {
  readonly metres: number;
  /** How long it takes, by the service's profile, in milliseconds. */
  readonly ms: number;
}

/** What became of a question: known already, asked, no way there, not answered in time, or not asked because of that. */
export type RouteOutcome = 'cached' | 'routed' | 'no_route' | 'failed' | 'not_asked';

/** Finds the way from one place to another; undefined where there is none, or nobody who knows it. Never throws. */
export type Router = (from: Coordinates, to: Coordinates) => Promise<Route | undefined>;

export interface OsrmOptions {
  /** The operator's, without a slash at the end; nobody else can say where we call. */
  readonly url: string;
  /** Counts; nobody is told otherwise when a way is not by road. */
  readonly onRoute: (outcome: RouteOutcome) => void;
  readonly now?: () => number;
}

/** Some hundred metres: a vehicle on its way asks every few seconds, and need not each time. */
const DECIMALS = 3;

/** What is taken of OSRM's answer; see `route/v1` of its HTTP API. */
interface Answer {
  readonly code?: unknown;
  readonly routes?: readonly { readonly distance?: unknown; readonly duration?: unknown }[];
}

/**
 * A routing service that speaks OSRM's protocol. It has a moment to answer; when it fails several times in a row it is
 * left alone for a while, so that positions never wait for it.
 */
export function createOsrm({ url, onRoute, now = Date.now }: OsrmOptions): Router {
  const { routeMs, routeBreakerFailures, routeBreakerRetryMs, routesKept, routeKeptMs } = limits.tracking;
  const breaker = createBreaker({ failures: routeBreakerFailures, retryAfterMs: routeBreakerRetryMs, now });
  const known = new LRUCache<string, Route | 'none'>({ max: routesKept, ttl: routeKeptMs });

  return async (from, to) => {
    const places = `${rounded(from)};${rounded(to)}`;
    const remembered = known.get(places);
    if (remembered) return counted('cached', remembered);
    if (!breaker.allow()) return counted('not_asked', 'none');
    try {
      const signal = AbortSignal.timeout(routeMs);
      const response = await fetch(`${url}/route/v1/driving/${places}?overview=false`, { signal, redirect: 'error' });
      const route = routeOf((await response.json()) as Answer); // judged member by member
      breaker.success();
      known.set(places, route);
      return counted(route === 'none' ? 'no_route' : 'routed', route);
    } catch {
      breaker.failure();
      return counted('failed', 'none');
    }
  };

  function counted(outcome: RouteOutcome, route: Route | 'none'): Route | undefined {
    onRoute(outcome);
    return route === 'none' ? undefined : route;
  }
}

const rounded = (place: Coordinates): string => place.map((degrees) => degrees.toFixed(DECIMALS)).join(',');

/** `NoRoute` and `NoSegment` are answers as well: there is no road there. Anything else is a failure. */
function routeOf({ code, routes }: Answer): Route | 'none' {
  if (code === 'NoRoute' || code === 'NoSegment') return 'none';
  const { distance, duration } = (code === 'Ok' && routes?.[0]) || {};
  if (!isAmount(distance) || !isAmount(duration)) throw new Error('The routing service gave no way.');
  return { metres: distance, ms: Math.round(duration * 1_000) };
}

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
