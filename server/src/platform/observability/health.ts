import { limits } from '../config/limits.ts';

/** What probes answer; `status` as the contract names it. */
export interface ProbeAnswer {
  readonly httpStatus: 200 | 503;
  readonly status: 'ok' | 'starting' | 'draining';
}

/** What the process is, told by everyone who may ask. */
export interface About {
  readonly version: string;
  readonly build: string;
  readonly commit: string;
}

/** One thing that was looked at. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface HealthDetail extends About {
  readonly status: ProbeAnswer['status'];
  readonly checkedAt: string;
  readonly findings: readonly Finding[];
}

/** A look at something the process depends on; throwing counts as not ok. */
export interface Check {
  readonly name: string;
  look(): Promise<{ ok?: boolean; detail?: Readonly<Record<string, unknown>> }>;
}

export interface Health {
  /** The event loop turns; nothing else is asked. */
  live(): ProbeAnswer;
  /**
   * Started, MongoDB reached once since the start, not draining. Nothing that processes share counts after that: an
   * outage of MongoDB must give errors and alarms, not a fleet that is taken out of service. Redis never counts.
   */
  ready(): ProbeAnswer;
  about(): About & Pick<ProbeAnswer, 'status'>;
  /** For operations: looked at once a minute at most, however many ask. */
  detail(): Promise<HealthDetail>;
}

export interface HealthDeps {
  readonly lifecycle: { readonly draining: boolean };
  readonly mongo: { readonly reached: boolean };
  /** True once all parts were started. */
  readonly started: () => boolean;
  readonly about: About;
  readonly checks?: readonly Check[];
  readonly now?: () => number;
}

/** How long one look may take, in milliseconds. */
const LOOK_MS = 2_000;

/** Builds the answers of the probes. */
export function createHealth(deps: HealthDeps): Health {
  const { lifecycle, mongo, started, checks = [], now = Date.now } = deps;
  const { version, build, commit } = deps.about;
  const about = { version, build, commit };
  let kept: { at: number; detail: Promise<HealthDetail> } | undefined;

  const status = (): ProbeAnswer['status'] => {
    if (lifecycle.draining) return 'draining';
    return started() && mongo.reached ? 'ok' : 'starting';
  };

  const lookAt = async ({ name, look }: Check): Promise<Finding> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${LOOK_MS} ms`)), LOOK_MS);
    });
    try {
      const { ok = true, detail = {} } = await Promise.race([look(), late]);
      return { name, ok, detail };
    } catch (error) {
      return { name, ok: false, detail: { error: error instanceof Error ? error.message : String(error) } };
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    live: () => ({ httpStatus: 200, status: 'ok' }),
    ready() {
      const at = status();
      return { httpStatus: at === 'ok' ? 200 : 503, status: at };
    },
    about: () => ({ status: status(), ...about }),
    async detail() {
      if (!kept || now() - kept.at >= limits.cache.healthMs) {
        const checkedAt = new Date(now()).toISOString();
        const look = async () => ({
          status: status(),
          ...about,
          checkedAt,
          findings: await Promise.all(checks.map(lookAt)),
        });
        kept = { at: now(), detail: look() };
      }
      // The findings are a minute old at most; whether we are draining is of this moment.
      return { ...(await kept.detail), status: status() };
    },
  };
}
