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
import { assertRole, needsToken } from './allowed.ts';
import { type Identity, identify, type VerifyDevice, type VerifyToken } from './authenticate.ts';
import { bodyLimitOf, bodyParser } from './body.ts';
import { type AnonCtx, type Ctx, deadlineIn, isSignedIn } from './context.ts';
import { API_VERSION, OPERATIONS, type OperationId } from './contract.gen.ts';
import { CORS } from './cors.ts';
import { MethodNotAllowed, NotFound, UnknownApiVersion } from './errors.ts';
import { type OperationRow, takesFiles } from './operation.ts';
import { imageSources, type Tiles } from './pages.ts';
import { problemReply } from './problem.ts';
import type { RateLimiters } from './rate-limit.ts';
import { joinedLimits } from './rate-limit-headers.ts';
import { requestIdOf } from './request-id.ts';
import { letRestPass } from './rest-of-body.ts';
import type { Charge, Run } from './run.ts';
import { sendReply } from './send.ts';
import { uploadStream } from './upload-stream.ts';

export interface HttpDeps {
  readonly run: Run;
  readonly charge: Charge;
  readonly verify: VerifyToken;
  readonly verifyDevice: VerifyDevice;
  readonly log: Logger;
  readonly trustProxyHops: number;
  readonly draining: () => boolean;
  /** Built for this app, since they ask it who is signed in. */
  readonly limiters: RateLimiters;
  /** Told when an answer is complete: for metrics. */
  readonly observe: (done: { operationId: string; status: number; ms: number }) => void;
  /** Whose pictures the maps show, where they show any. */
  readonly tiles?: Tiles | undefined;
  /** Pages and files beside the API, mounted last. */
  readonly pages?: readonly RequestHandler[];
}

/** What we know of a request before its operation runs. */
interface Known {
  readonly requestId: string;
  identity?: Identity;
  /** What the limits said, once the caller was charged. */
  charged?: Readonly<Record<string, string>>;
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
        directives: {
          'connect-src': ["'self'", 'ws:', 'wss:'],
          'img-src': imageSources(deps.tiles),
          'style-src': ["'self'"],
          'upgrade-insecure-requests': null,
        },
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
    const method = op.method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete'; // the contract has no others
    const body = bodyParser(op);
    // A device says in its body who it is, so there is one before anybody is known; it is a small one.
    const ahead = op.device ? body.map(heldBack) : [];
    const after = op.device ? [] : body;
    // A position sent by GET is stored; a HEAD must change nothing.
    if (op.device && method === 'get') app.head(path, unknownPath);
    app[method](path, ...ahead, ...guards(id, op, deps), ...after, afterBody(id, deps), perform(id, deps));
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
      void letRestPass(req);
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
    if (res.locals.refusal) return next();
    try {
      const identity = op.device ? await deps.verifyDevice(req) : await identify(deps.verify, headersOf(op, req));
      if (identity && isFor(op, req, identity)) known(res).identity = identity;
      next();
    } catch (error) {
      res.locals.refusal = error; // the address is counted first, or guessing tokens would cost nothing
      next();
    }
  };
  // Who needs no token is not refused for a bad one: a session is refreshed while its access token has ended.
  const refuse: RequestHandler = (_req, res, next) => {
    if (op.public) return next();
    next(res.locals.refusal ?? (known(res).identity ? undefined : needsToken()));
  };
  const own =
    { login: [deps.limiters.signInAddress], registerTenant: [deps.limiters.registration] }[id as string] ?? [];
  /** Before the body: reading a large one is what costs. */
  const charge: RequestHandler = async (req, res, next) => {
    const ctx = ctxOf(deps, req, res);
    if (!isSignedIn(ctx) || (op.public && ctx.actor.kind !== 'link')) return next();
    known(res).charged = await deps.charge(ctx, op, req.headers as Record<string, string | undefined>); // as in perform
    if (!op.public) assertRole(op, id, ctx.actor.role);
    next();
  };
  return [name, authenticate, deps.limiters.address, refuse, ...own, charge, assertVersion];
}

/** What is wrong with a body that was read before anybody was known is told once its sender has been counted. */
const heldBack =
  (read: RequestHandler): RequestHandler =>
  (req, res, next) => {
    if (res.locals.refusal) return next();
    void read(req, res, (error?: unknown) => {
      res.locals.refusal = error;
      next();
    });
  };

/** Whoever puts another secret into the path of a link is nobody there: neither that of a link is charged nor his own. */
const isFor = (op: OperationRow, req: Request, { actor }: Identity): boolean =>
  !op.public || req.params.token === undefined || actor.kind === 'link';

/** A public operation whose path names a secret is a call with that secret: counted by its link, and not by an address that many share. */
const headersOf = (op: OperationRow, req: Request): Request['headers'] =>
  op.public && typeof req.params.token === 'string' ? { authorization: `Bearer ${req.params.token}` } : req.headers;

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
function ctxOf(deps: HttpDeps, req: Request, res: Response, slow = false): AnonCtx | Ctx {
  const { requestId, identity } = known(res);
  const anon: AnonCtx = {
    requestId,
    apiVersion: API_VERSION,
    deadline: deadlineIn(slow ? limits.deadline.slowRequestMs : limits.deadline.requestMs),
    log: deps.log,
    address: req.ip ?? 'unknown',
  };
  return identity ? { ...anon, tenantId: identity.tenantId, actor: identity.actor } : anon;
}

const perform =
  (id: OperationId, deps: HttpDeps): RequestHandler =>
  async (req, res) => {
    const op: OperationRow = OPERATIONS[id];
    const ctx = ctxOf(deps, req, res, op.slow);
    const upload = takesFiles(op) ? { stream: uploadStream(req, bodyLimitOf(op)), type: mediaTypeOf(req) } : undefined;
    const { charged } = known(res);
    const reply = await deps.run(id, ctx, {
      instance: req.path,
      params: req.params as Record<string, string>, // no wildcard in any path of the contract
      query: req.query,
      headers: req.headers as Record<string, string | undefined>, // repeated headers are joined, but for set-cookie
      body: req.body,
      ...(upload ? { upload } : {}),
      ...(charged ? { charged } : {}),
    });
    // An operation that answers before it has read all reads no further, nor does one that was given up.
    upload?.stream.destroy();
    await sendReply(res, reply);
  };

const mediaTypeOf = (req: Request): string =>
  (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

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
  async (error, req, res, _next) => {
    const { requestId } = known(res);
    const operationId = String(res.locals.operationId);
    if (res.headersSent) {
      deps.log.error({ err: error as Error, requestId, operationId }, 'an answer broke off');
      res.destroy();
      return;
    }
    // A path that is not percent-encoded UTF-8 names nothing.
    const refusal = error instanceof URIError ? NotFound({ what: 'resource at this path' }) : error;
    const reply = problemReply(refusal, { requestId, instance: req.originalUrl.split('?')[0] ?? '' });
    if (reply.status >= 500)
      deps.log.error({ err: error as Error, requestId, operationId }, 'a request failed outside of its operation');
    // Whoever was charged before his body was refused is told what is left.
    await sendReply(res, { ...reply, headers: joinedLimits(known(res).charged, reply.headers) });
  };

/**
 * `no-transform` is obeyed by the library; this adds the header that callers send who want plain bytes. Files keep their
 * length and their parts, and are packed in themselves.
 */
const compressible = (req: Request, res: Response): boolean =>
  req.headers['x-no-compression'] === undefined &&
  res.statusCode !== 206 &&
  res.getHeader('content-type') !== 'application/octet-stream' &&
  compression.filter(req, res);

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
