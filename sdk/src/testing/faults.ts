import type { FakeRequest } from './request.ts';

/** Somebody's answer instead of the server's. */
interface Instead {
  /** The server does its work first, and its own reply is lost. */
  readonly done?: boolean;
}

/** What happens to one request on its way. */
export type Fault =
  /** Lost before the server sees it: offline, refused, reset. */
  | { readonly kind: 'drop' }
  /** The server does its work and the reply is lost. */
  | { readonly kind: 'drop-reply' }
  /** Comes to the server so much later; the client waits. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Sits in a proxy for so long; the client hears nothing and another attempt overtakes it. */
  | { readonly kind: 'late'; readonly ms: number }
  /** Is answered, and comes once more `ms` later (a minute by default): a late twin. */
  | { readonly kind: 'duplicate'; readonly ms?: number }
  /** Nobody answers: the client's own deadline ends it. The server does its work when `done`. */
  | ({ readonly kind: 'hang' } & Instead)
  /** Headers come, the body never ends. */
  | { readonly kind: 'hang-body' }
  /** The server does its work, and its reply breaks off in the middle of the body. */
  | { readonly kind: 'truncate' }
  /** The server process ends: this request and all others under way are lost, what was stored stays. */
  | { readonly kind: 'restart' }
  /** Somebody else answers: a portal, a proxy, a load balancer. */
  | ({
      readonly kind: 'answer';
      readonly status: number;
      readonly type?: string;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    } & Instead)
  /** Our own server refuses. */
  | ({
      readonly kind: 'problem';
      readonly status?: number;
      readonly code: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly members?: object;
    } & Instead);

const page = (status: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'answer',
  status,
  type: 'text/html',
  body: `<!doctype html><h1>${status}</h1>`,
  headers,
});
const ours = (code: string, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'problem',
  code,
  headers,
});

/** Faults by their names, as a network, a portal, a proxy and the server itself make them. */
const NAMED = {
  'drop-request': { kind: 'drop' },
  'drop-reply': { kind: 'drop-reply' },
  duplicate: { kind: 'duplicate' },
  hang: { kind: 'hang' },
  'hang-body': { kind: 'hang-body' },
  truncate: { kind: 'truncate' },
  restart: { kind: 'restart' },
  /** A captive portal's page with status 200. */
  html: page(200),
  /** A captive portal's redirect. */
  redirect: page(302, { location: 'https://portal.example/login' }),
  /** `200 {}` that is not ours. */
  'not-ours': { kind: 'answer', status: 200, type: 'application/json', body: '{}' },
  /** The pages of a load balancer, a proxy, a firewall. */
  'proxy-403': page(403),
  'proxy-404': page(404),
  'proxy-429': page(429, { 'retry-after': '5' }),
  'proxy-502': page(502),
  'proxy-503': page(503),
  /** Refusals of the server itself. */
  expired: ours('unauthenticated'),
  'in-progress': ours('idempotency_in_progress', { 'retry-after': '1' }),
  'rate-limited': ours('rate_limited', { 'retry-after': '5' }),
  'server-error': ours('internal_error'),
  unavailable: ours('service_unavailable', { 'retry-after': '1' }),
  timeout: ours('deadline_exceeded'),
} satisfies Record<string, Fault>;

/** A fault that has a name. */
export type FaultName = keyof typeof NAMED;

/** Says what happens to a request; nothing = it goes through. */
export type FaultRule = (request: FakeRequest) => Fault | FaultName | undefined;

/** The script of a bad network. Each line returns the function that ends it. */
export interface FaultScript {
  /** For the next request, or the next `times`, whatever else is in force. */
  next(fault: Fault | FaultName, times?: number): () => void;
  /** For every request from now on. */
  always(fault: Fault | FaultName): () => void;
  /** For every request until this holds. */
  until(done: () => boolean, fault: Fault | FaultName): () => void;
  /** For requests that the rule names a fault for. Newer lines are asked first. */
  when(rule: FaultRule): () => void;
  /** Good weather: ends every line. */
  clear(): void;
}

/** The script, and what it says to one request. */
export function faultScript(): { script: FaultScript; judge: (request: FakeRequest) => Fault | undefined } {
  let queued: { fault: Fault | FaultName }[] = [];
  let rules: FaultRule[] = [];
  const when = (rule: FaultRule) => {
    rules = [rule, ...rules];
    return () => {
      rules = rules.filter((one) => one !== rule);
    };
  };
  const script: FaultScript = {
    when,
    always: (fault) => when(() => fault),
    until(done, fault) {
      const stop = when(() => {
        if (!done()) return fault;
        stop();
        return undefined;
      });
      return stop;
    },
    next(fault, times = 1) {
      const mine = Array.from({ length: times }, () => ({ fault }));
      queued.push(...mine);
      return () => {
        queued = queued.filter((one) => !mine.includes(one));
      };
    },
    clear() {
      queued = [];
      rules = [];
    },
  };
  const judge = (request: FakeRequest): Fault | undefined => {
    const said = queued.shift()?.fault ?? firstOf(rules, request);
    return typeof said === 'string' ? NAMED[said] : said;
  };
  return { script, judge };
}

function firstOf(rules: readonly FaultRule[], request: FakeRequest): Fault | FaultName | undefined {
  for (const rule of rules) {
    const said = rule(request);
    if (said) return said;
  }
  return undefined;
}
