/** Which work a process does; one process may do all. */
export type ProcessRole = 'api' | 'realtime' | 'worker';
const PROCESS_ROLES: readonly ProcessRole[] = ['api', 'realtime', 'worker'];

/** A bucket for files, in AWS or in whatever speaks its protocol. */
export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** Undefined in AWS, where the region says it. */
  readonly endpoint: string | undefined;
  /** The bucket stands in the path and not in the host name: most stores outside of AWS want it. */
  readonly forcePathStyle: boolean;
}

export interface Config {
  readonly production: boolean;
  readonly roles: ReadonlySet<ProcessRole>;
  readonly host: string;
  readonly port: number;
  /** 0 switches the metrics port off. */
  readonly metricsPort: number;
  readonly mongoUrl: string;
  readonly redisUrl: string;
  readonly redisQueueUrl: string;
  /** How many proxies in front of us we believe: 3 behind CloudFront, load balancer and nginx; 0 locally. */
  readonly trustProxyHops: number;
  /** How long the process goes on serving after SIGTERM, so that load balancers notice. */
  readonly drainMs: number;
  /** Everything that needs a secret of the application derives its own from this one. */
  readonly appSecret: string;
  /** Private ES256 keys as JWKs: the first signs, all verify. */
  readonly jwtKeys: readonly Record<string, unknown>[];
  readonly smtpUrl: string;
  readonly mailFrom: string;
  /** Where files are kept; undefined: in MongoDB. */
  readonly s3: S3Settings | undefined;
  /** A routing service that speaks OSRM's protocol, without a slash at the end; undefined: ways are great circles. */
  readonly osrmUrl: string | undefined;
  readonly publicUrl: string;
  /** Pictures of the ground for the maps of our pages, from somebody's server. */
  readonly tiles: { readonly url: string; readonly attribution: string } | undefined;
  readonly registrationOpen: boolean;
  readonly logLevel: string;
  readonly version: string;
  readonly build: string;
  readonly commit: string;
}

type Source = Readonly<Record<string, string | undefined>>;

/**
 * Reads the whole configuration at once and throws one error that lists every mistake; nothing else reads the
 * environment. A bad value is a mistake, never a silent default.
 */
export function readConfig(source: Source = process.env): Config {
  const mistakes: string[] = [];
  const read = <T>(name: string, parse: (value: string) => T, fallback?: T): T => {
    const value = source[name];
    try {
      if (value !== undefined && value !== '') return parse(value);
      if (fallback !== undefined) return fallback;
      throw new Error('is required');
    } catch (error) {
      mistakes.push(`${name} ${(error as Error).message}`); // our own parsers throw Errors only
      return fallback as T; // never used: the mistakes are thrown below
    }
  };
  const production = source.NODE_ENV === 'production';
  const mongoUrl = read('MONGODB_URI', url('mongodb:', 'mongodb+srv:'));
  const redisUrl = read('REDIS_URL', url('redis:', 'rediss:'));

  const config: Config = {
    production,
    roles: read('ROLES', roles, new Set(PROCESS_ROLES)),
    host: read('HOST', text, '127.0.0.1'),
    port: read('PORT', integer(0, 65_535), 8080),
    metricsPort: read('METRICS_PORT', integer(0, 65_535), 9464),
    mongoUrl,
    redisUrl,
    redisQueueUrl: read('REDIS_QUEUE_URL', url('redis:', 'rediss:'), redisUrl),
    trustProxyHops: read('TRUST_PROXY_HOPS', integer(0, 10), 0),
    drainMs: read('DRAIN_SECONDS', integer(0, 20), production ? 5 : 0) * 1_000,
    appSecret: read('APP_SECRET', secret),
    jwtKeys: read('JWT_KEYS', privateKeys),
    smtpUrl: read('SMTP_URL', url('smtp:', 'smtps:'), 'smtp://127.0.0.1:1025'),
    mailFrom: read('MAIL_FROM', text, 'Symphonia <no-reply@symphonia.example>'),
    // The bucket switches it on; credentials are found the SDK's way, so that an instance needs none in its environment.
    s3: source.BLOBS_S3_BUCKET
      ? {
          bucket: source.BLOBS_S3_BUCKET,
          region: read('BLOBS_S3_REGION', text),
          endpoint: source.BLOBS_S3_ENDPOINT ? read('BLOBS_S3_ENDPOINT', url('http:', 'https:')) : undefined,
          forcePathStyle: read('BLOBS_S3_FORCE_PATH_STYLE', oneOf('true', 'false'), 'false') === 'true',
        }
      : undefined,
    osrmUrl: source.OSRM_URL ? read('OSRM_URL', url('http:', 'https:')).replace(/\/$/, '') : undefined,
    // The templates of Leaflet, with {z}, {x}, {y} and perhaps {s}; without one the maps show outlines alone.
    tiles: source.TILES_URL
      ? { url: read('TILES_URL', url('http:', 'https:')), attribution: read('TILES_ATTRIBUTION', text) }
      : undefined,
    publicUrl: read('PUBLIC_URL', url('http:', 'https:'), 'http://127.0.0.1:8080').replace(/\/$/, ''),
    registrationOpen: read('REGISTRATION', oneOf('open', 'closed'), production ? 'closed' : 'open') === 'open',
    logLevel: read('LOG_LEVEL', oneOf('debug', 'info', 'warn', 'error', 'silent'), 'info'),
    version: read('VERSION', text, '0.1.0'),
    build: read('BUILD', text, 'dev'),
    commit: read('COMMIT', text, 'unknown'),
  };
  if (mistakes.length > 0)
    throw new Error(`The configuration has mistakes:\n  ${mistakes.join('\n  ')}\nSee .env.example.`);
  return config;
}

const text = (value: string) => value;

const integer = (min: number, max: number) => (value: string) => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max)
    throw new Error(`must be a whole number from ${min} to ${max}, not "${value}"`);
  return number;
};

const oneOf =
  <T extends string>(...allowed: readonly T[]) =>
  (value: string): T => {
    const found = allowed.find((item) => item === value);
    if (!found) throw new Error(`must be ${allowed.join(' or ')}, not "${value}"`);
    return found;
  };

const url =
  (...protocols: readonly string[]) =>
  (value: string) => {
    // A connection string may name several hosts, which URL does not parse; only its beginning is judged here.
    if (!protocols.some((protocol) => value.startsWith(`${protocol}//`)))
      throw new Error(`must begin with ${protocols.join('// or ')}//`);
    return value;
  };

function roles(value: string): ReadonlySet<ProcessRole> {
  const parse = oneOf(...PROCESS_ROLES);
  return new Set(value.split(',').map((item) => parse(item.trim())));
}

function secret(value: string): string {
  if (value.length < 32) throw new Error('must have at least 32 characters');
  return value;
}

function privateKeys(value: string): readonly Record<string, unknown>[] {
  const parsed: unknown = JSON.parse(value);
  const keys = Array.isArray(parsed) ? parsed : (parsed as { keys?: unknown }).keys;
  if (!Array.isArray(keys) || keys.length === 0) throw new Error('must be a JSON array of private JWKs');
  for (const key of keys as Record<string, unknown>[]) {
    if (key.kty !== 'EC' || key.crv !== 'P-256' || !key.d || !key.kid)
      throw new Error('must hold private P-256 keys, each with d and kid');
  }
  return keys as Record<string, unknown>[];
}
