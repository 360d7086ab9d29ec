import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Cdp, connect } from './cdp.ts';

/** A page of one of the programs in `pages/`, which puts what it can do under the name `bench`. */
export interface BenchPage {
  /** Calls `bench[name](arg)` and brings what it resolves with. */
  call<T>(name: string, arg?: unknown): Promise<T>;
  /** Bytes of the JavaScript heap after a collection. */
  heap(): Promise<number>;
  close(): Promise<void>;
}

/** Chromium on a profile of its own, on the disk: a private window would keep its databases in memory. */
export interface Bench {
  open(url: string): Promise<BenchPage>;
  /** Processor milliseconds of all its processes since they began: a database works in another than its page. */
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
}

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage'];
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'];
const START_MS = 30_000;

/** `CHROMIUM_PATH`, else `chromium` on PATH; nothing is downloaded. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : undefined;
  return spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).stdout.trim() || undefined;
}

export async function startChromium(program: string): Promise<Bench> {
  const profile = mkdtempSync(join(tmpdir(), 'sym-bench-profile-'));
  // A group of its own, so that its helpers end with it.
  const child = spawn(program, [...FLAGS, ...QUIET, '--remote-debugging-port=0', `--user-data-dir=${profile}`], {
    detached: true,
    stdio: 'ignore',
  });
  const cdp = await connect(await addressOf(profile));
  return {
    open: (url) => benchPage(cdp, url),
    async cpuMs() {
      const { processInfo } = await cdp.send<{ processInfo: { cpuTime: number }[] }>('SystemInfo.getProcessInfo');
      return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
    },
    async stop() {
      const ended = once(child, 'exit');
      cdp.close();
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What the browser writes into its profile when it listens: a port and a path. */
async function addressOf(profile: string): Promise<string> {
  const file = join(profile, 'DevToolsActivePort');
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await wait(50)) {
    const [port, path] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (port && path) return `ws://127.0.0.1:${port}${path}`;
  }
  throw new Error(`Chromium did not listen within ${START_MS} ms.`);
}

async function benchPage(cdp: Cdp, url: string): Promise<BenchPage> {
  const { targetId } = await cdp.send<{ targetId: string }>('Target.createTarget', { url });
  const { sessionId } = await cdp.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
  const evaluate = async <T>(expression: string): Promise<T> => {
    const asked = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await cdp.send<Evaluated<T>>('Runtime.evaluate', asked, sessionId);
    if (exceptionDetails)
      throw new Error(`${url}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  };
  const deadline = Date.now() + START_MS;
  // Before its document is there the page has nothing that could answer.
  while (!(await evaluate('typeof bench === "object"').catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`${url} has no program.`);
    await wait(20);
  }
  return {
    call: (name, arg) => evaluate(`bench.${name}(${JSON.stringify(arg) ?? ''})`),
    async heap() {
      await cdp.send('HeapProfiler.collectGarbage', {}, sessionId);
      return (await cdp.send<{ usedSize: number }>('Runtime.getHeapUsage', {}, sessionId)).usedSize;
    },
    close: async () => void (await cdp.send('Target.closeTarget', { targetId })),
  };
}

interface Evaluated<T> {
  readonly result: { readonly value: T };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}
