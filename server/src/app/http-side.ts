import type { RequestListener } from 'node:http';
import { pathToFileURL } from 'node:url';
import type { ResponseCache } from '../platform/cache/response-cache.ts';
import type { Config } from '../platform/config/env.ts';
import type { RequestLog } from '../platform/db/request-log.ts';
import type { VerifyDevice, VerifyToken } from '../platform/http/authenticate.ts';
import { createFront } from '../platform/http/cached-reads.ts';
import { createBulkCharge, createCharge, type LimitWatch } from '../platform/http/charge.ts';
import type { AllRoutes } from '../platform/http/operation.ts';
import { mapSettings, webPages } from '../platform/http/pages.ts';
import { createRateLimiters, type RateLimitersDeps } from '../platform/http/rate-limit.ts';
import { createTake } from '../platform/http/rate-limit-take.ts';
import { type Charge, createRun, type Run, type RunDeps, validAddress } from '../platform/http/run.ts';
import { createHttpApp, frontOf, type HttpDeps, requestIsSignedIn } from '../platform/http/server.ts';
import { trackPage } from '../platform/http/track-page.ts';
import type { Part } from '../platform/lifecycle.ts';
import { CACHED_READS } from './cached-reads.ts';

export interface HttpSideDeps extends RateLimitersDeps {
  readonly config: Config;
  readonly routes: AllRoutes;
  readonly requests: RequestLog;
  /** Answers of which replays keep only a part. */
  readonly secrets: NonNullable<RunDeps['secrets']>;
  readonly cache: ResponseCache;
  readonly verify: VerifyToken;
  readonly verifyDevice: VerifyDevice;
  readonly draining: () => boolean;
  readonly observe: HttpDeps['observe'];
  readonly limitWatch: LimitWatch;
}

/** Everything between `node:http` and the features: limits, the front function, Express, and `run`, which all share. */
export function httpSide(deps: HttpSideDeps): { listener: RequestListener; run: Run; charge: Charge; part: Part } {
  const { config, cache, verify, draining, observe, log } = deps;
  const take = createTake(deps);
  const charge = createCharge(take, deps.limitWatch);
  const run = createRun({
    routes: deps.routes,
    requests: deps.requests,
    charge,
    chargeBulk: createBulkCharge(take, deps.limitWatch),
    cache,
    reads: CACHED_READS,
    secrets: deps.secrets,
  });
  const limiters = createRateLimiters(deps, { isSignedIn: requestIsSignedIn, accountOf });
  // Where the pages were built: in the folder that the server is started in, not where this file was first read.
  const web = pathToFileURL('web/dist/');
  const app = createHttpApp({
    run,
    charge,
    verify,
    verifyDevice: deps.verifyDevice,
    log,
    trustProxyHops: config.trustProxyHops,
    draining,
    limiters,
    observe,
    tiles: config.tiles,
    pages: [...trackPage(web, config.tiles), ...mapSettings(config.tiles), ...webPages(web)],
  });
  const front = createFront({ cache, reads: CACHED_READS, verify, take, prepare: valid, draining, observe });
  return { listener: frontOf(app, front), run, charge, part: limiters };
}

/** What is not valid goes the long way, which says why. */
const valid: Parameters<typeof createFront>[0]['prepare'] = (id, raw) => {
  try {
    return validAddress(id, raw);
  } catch {
    return undefined;
  }
};

/** Which account a sign-in is for; the limiter counts it by a hash. */
function accountOf(req: { body?: unknown }): string | undefined {
  const { tenant, email } = (req.body ?? {}) as { tenant?: unknown; email?: unknown };
  return typeof tenant === 'string' && typeof email === 'string' ? `${tenant}/${email}` : undefined;
}
