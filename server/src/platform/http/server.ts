import type { RequestListener } from 'node:http';
import { constants } from 'node:zlib';
import compression from 'compression';
import cors from 'cors';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import helmet from 'helmet';
import { limits } from '../config/limits.ts';
import type { Logger } from '../observability/log.ts';
import { type Identity, identify, type VerifyToken } from './authenticate.ts';
import { bodyParser } from './body.ts';
import { type AnonCtx, type Ctx, deadlineIn } from './context.ts';
import { API_VERSION, OPERATIONS, type OperationId } from './contract.gen.ts';
import { MethodNotAllowed, NotFound, UnknownApiVersion } from './errors.ts';
import type { OperationRow } from './operation.ts';
import { problemReply } from './problem.ts';
import type { RateLimiters } from './rate-limit.ts';
import { requestIdOf } from './request-id.ts';
import type { Charge, Run } from './run.ts';
import { sendReply } from './send.ts';

export interface HttpDeps {
  readonly run: Run;
  readonly charge: Charge;
  readonly verify: VerifyToken;
  readonly log: Logger;
  readonly trustProxyHops: number;
  readonly draining: () => boolean;
  /** Built for this app, since they ask it who is signed in. */
  readonly limiters: RateLimiters;
  /** Told when an answer is complete: for metrics. */
  readonly observe: (done: { operationId: string; status: number; ms: number }) => void;
  /** Pages and files beside the API, mounted last. */
  readonly pages?: readonly RequestHandler[];
}

/** What we know of a request before its operation runs. */
interface Known {
  readonly requestId: string;
  identity?: Identity;
}
const known = (res: Response): Known => res.locals as Known; // set by the first middleware

/** Whether the request carries a valid token; the address limiter asks. */
export const requestIsSignedIn = (req: Request): boolean =>
  req.res !== undefined && known(req.res).identity !== undefined;

/** The Express application: middleware in reading order, then every operation of the contract, then pages. */
export function createHttpApp(deps: HttpDeps): Express {
  const app = express();
  app.set('trust proxy', deps.trustProxyHops);
  app.disable('x-powered-by');
  app.set('etag', false);

  app.use(begin(deps));
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: { 'connect-src': ["'self'", 'ws:', 'wss:'], 'upgrade-insecure-requests': null },
      },
    }),
  );
  app.use(cors(CORS));
  app.use(
    compression({
      threshold: limits.cache.compressFromBytes,
      level: 1,
      brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
      filter: compressible,
    }),
  );

  for (const [id, op] of Object.entries(OPERATIONS) as [OperationId, OperationRow][]) {
    const path = op.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const method = op.method.toLowerCase() as 'get' | 'post' | 'patch'; // the contract has no others
    app[method](path, ...guards(id, op, deps), ...bodyParser(op), afterBody(id, deps), perform(id, deps));
  }
  app.use('/api', unknownPath);
  for (const page of deps.pages ?? []) app.use(page);
  app.use(unknownPath);
  app.use(failed(deps));
  return app;
}

/** Every answer has a request id and is measured; a stopping process asks its clients to connect elsewhere. */
const begin =
  (deps: HttpDeps): RequestHandler =>
  (req, res, next) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(req.headers['x-request-id']);
    Object.assign(res.locals, { requestId, operationId: 'none' });
    res.setHeader('X-Request-Id', requestId);
    res.setHeader('Cache-Control', 'no-store');
    const key = req.headers['idempotency-key'];
    if (typeof key === 'string') res.setHeader('Idempotency-Key', key.slice(0, 130));
    if (deps.draining()) res.setHeader('Connection', 'close');
    res.on('finish', () => {
      const ms = performance.now() - startedAt;
      const operationId = String(res.locals.operationId);
      deps.observe({ operationId, status: res.statusCode, ms });
      if (operationId.startsWith('getLive') || operationId.startsWith('getReady')) return;
      const tenantId = known(res).identity?.tenantId;
      deps.log.debug({ requestId, operationId, status: res.statusCode, ms: Math.round(ms), tenantId }, 'answered');
    });
    next();
  };

/** What must pass before the body is read: identity, then the limits of those without one. */
function guards(id: OperationId, op: OperationRow, deps: HttpDeps): RequestHandler[] {
  const name: RequestHandler = (_req, res, next) => {
    res.locals.operationId = id;
    next();
  };
  if (!op.path.startsWith('/api/')) return [name];
  const authenticate: RequestHandler = async (req, res, next) => {
    try {
      const identity = await identify(deps.verify, req.headers);
      if (identity) known(res).identity = identity;
      next();
    } catch (error) {
      res.locals.refusal = error; // the address is counted first, or guessing tokens would cost nothing
      next();
    }
  };
  // Who needs no token is not refused for a bad one: a session is refreshed while its access token has ended.
  const refuse: RequestHandler = (_req, res, next) => next(op.public ? undefined : res.locals.refusal);
  const own =
    { login: [deps.limiters.signInAddress], registerTenant: [deps.limiters.registration] }[id as string] ?? [];
  /** Before the body: reading a large one is what costs. */
  const charge: RequestHandler = async (req, res, next) => {
    const { identity } = known(res);
    if (op.public || !identity) return next();
    const ctx = ctxOf(deps, req, res);
    res.locals.charged = await deps.charge(ctx as Ctx, op, req.headers as Record<string, string | undefined>); // signed in
    next();
  };
  return [name, authenticate, deps.limiters.address, refuse, ...own, charge, assertVersion];
}

const assertVersion: RequestHandler = (req, _res, next) => {
  const sent = req.headers['api-version'];
  if (sent !== undefined && sent !== API_VERSION)
    throw UnknownApiVersion({ sent: String(sent).slice(0, 40), known: [API_VERSION] });
  next();
};

/** The limiter of an account needs the body, which names it. */
const afterBody = (id: OperationId, deps: HttpDeps): RequestHandler =>
  id === 'login' ? deps.limiters.signInAccount : (_req, _res, next) => next();

/** The context of a request; its deadline begins here. */
function ctxOf(deps: HttpDeps, req: Request, res: Response): AnonCtx | Ctx {
  const { requestId, identity } = known(res);
  const anon: AnonCtx = {
    requestId,
    apiVersion: API_VERSION,
    deadline: deadlineIn(limits.deadline.requestMs),
    log: deps.log,
    address: req.ip ?? 'unknown',
  };
  return identity ? { ...anon, tenantId: identity.tenantId, actor: identity.actor } : anon;
}

const perform =
  (id: OperationId, deps: HttpDeps): RequestHandler =>
  async (req, res) => {
    const ctx = ctxOf(deps, req, res);
    const reply = await deps.run(id, ctx, {
      instance: req.path,
      params: req.params as Record<string, string>, // no wildcard in any path of the contract
      query: req.query,
      headers: req.headers as Record<string, string | undefined>, // repeated headers are joined, but for set-cookie
      body: req.body,
      ...(res.locals.charged ? { charged: res.locals.charged as Record<string, string> } : {}),
    });
    sendReply(res, reply);
  };

const unknownPath: RequestHandler = (req, res, next) => {
  const methods = Object.values(OPERATIONS)
    .filter((op) =>
      new RegExp(`^${op.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(req.originalUrl.split('?')[0] ?? ''),
    )
    .map((op) => op.method);
  if (methods.length === 0) return next(NotFound({ what: 'resource at this path' }));
  res.setHeader('Allow', methods.join(', '));
  next(MethodNotAllowed({ method: req.method, path: req.originalUrl.split('?')[0] ?? '', allowed: methods }));
};

/** The last net of HTTP. After headers are sent only the connection is left to end. */
const failed =
  (deps: HttpDeps): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) return next(error);
    const { requestId } = known(res);
    // A path that is not percent-encoded UTF-8 names nothing.
    const refusal = error instanceof URIError ? NotFound({ what: 'resource at this path' }) : error;
    const reply = problemReply(refusal, { requestId, instance: req.originalUrl.split('?')[0] ?? '' });
    if (reply.status >= 500)
      deps.log.error({ err: error as Error, requestId }, 'a request failed before its operation');
    sendReply(res, reply);
  };

/** `no-transform` is obeyed by the library; this adds the header that callers send who want plain bytes. */
const compressible = (req: Request, res: Response): boolean =>
  req.headers['x-no-compression'] === undefined && compression.filter(req, res);

/** Any origin, without credentials: only bearer tokens count. Lists by sdk contract: what clients send and may read. */
const CORS = {
  origin: '*',
  credentials: false,
  maxAge: 7_200,
  allowedHeaders: [
    'Authorization',
    'Content-Type',
    'Content-Disposition',
    'Idempotency-Key',
    'If-Match',
    'If-None-Match',
    'API-Version',
    'Last-Event-ID',
    'X-Symphonia-Client',
    'traceparent',
  ],
  exposedHeaders: [
    'ETag',
    'Retry-After',
    'Date',
    'Link',
    'RateLimit',
    'RateLimit-Policy',
    'Idempotent-Replayed',
    'Idempotency-Key',
    'Order-Version',
    'Symphonia-Should-Retry',
    'X-Request-Id',
    'API-Version',
    'Deprecation',
    'Sunset',
  ],
};

/** What `node:http` calls first; today Express, with the cached reads before it where they are wired. */
export const frontOf = (
  app: Express,
  before?: (req: Parameters<RequestListener>[0], res: Parameters<RequestListener>[1]) => Promise<boolean>,
): RequestListener => {
  if (!before) return app;
  return (req, res) => {
    before(req, res).then(
      (done) => done || app(req, res),
      () => app(req, res),
    );
  };
};
