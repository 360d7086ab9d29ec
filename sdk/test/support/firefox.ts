import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { Tab, TestBrowser } from '../browser/tabs.ts';

/** Stock Firefox by WebDriver BiDi over its own remote port; nothing else speaks to it without a driver program. */
export async function firefox(program: string): Promise<TestBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'symphonia-firefox-'));
  const flags = ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile, 'about:blank'];
  // A group of its own, so that its helpers end with it.
  const child = spawn(program, flags, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const kill = async () => {
    await endGroup(child);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const bidi = await connected(`${await announced(child)}/session`);
    await bidi('session.new', { capabilities: {} });
    return {
      name: 'Firefox',
      kill,
      async tab(url) {
        const { context } = await bidi<{ context: string }>('browsingContext.create', { type: 'tab' });
        const tab = tabOf(bidi, context);
        await tab.goto(url);
        return tab;
      },
    };
  } catch (error) {
    await kill();
    throw error;
  }
}

/** `FIREFOX_PATH`, else what is on PATH under one of its names. */
export function findFirefox(): string | undefined {
  return findProgram('FIREFOX_PATH', ['firefox', 'firefox-esr']);
}

/** The program a variable names, which must be there, else the first on PATH. */
export function findProgram(variable: string, names: readonly string[]): string | undefined {
  const named = process.env[variable];
  if (named && !existsSync(named)) throw new Error(`${variable} names ${named}, which is not there.`);
  if (named) return named;
  for (const name of names) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    if (found !== '') return found;
  }
  return undefined;
}

/** SIGKILL for a process and all it started. */
export async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}

async function announced(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('no stderr');
  for await (const line of createInterface(child.stderr)) {
    const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(line) ?? [];
    if (!address) continue;
    child.stderr.resume(); // or it stands still when the pipe is full
    return address;
  }
  throw new Error(`Firefox ended with ${child.exitCode} before it listened.`);
}

type Bidi = <T = unknown>(method: string, params: object) => Promise<T>;

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

async function connected(address: string): Promise<Bidi> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const waiting = new Map<number, Waiting>();
  socket.on('message', (text) => {
    const { id, type, result, error, message } = JSON.parse(String(text));
    const asked = waiting.get(id);
    waiting.delete(id);
    if (type === 'error') asked?.reject(new Error(`${error}: ${message}`));
    else asked?.resolve(result);
  });
  socket.on('error', () => {}); // the browser was killed
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox has gone.'));
  });
  let last = 0;
  return (method, params) => {
    return new Promise((resolve, reject) => {
      waiting.set(++last, { resolve: resolve as (result: unknown) => void, reject }); // the caller knows what comes
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  };
}

function tabOf(bidi: Bidi, context: string): Tab {
  const wait = 'complete';
  return {
    async run<A>(fn: (arg: A) => unknown, arg?: A) {
      // As text, because values of a page come in a form of their own.
      const call = `(${fn})(${JSON.stringify(arg) ?? ''})`;
      const answer = await bidi<Evaluated>('script.evaluate', {
        expression: `(async () => JSON.stringify({ value: await ${call} }))()`,
        target: { context },
        awaitPromise: true,
      });
      if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text);
      return JSON.parse(answer.result?.value ?? '{}').value;
    },
    goto: async (url) => void (await bidi('browsingContext.navigate', { context, url, wait })),
    reload: async () => void (await bidi('browsingContext.reload', { context, wait })),
    close: async () => void (await bidi('browsingContext.close', { context })),
  };
}

interface Evaluated {
  readonly type: 'success' | 'exception';
  readonly result?: { readonly value?: string };
  readonly exceptionDetails?: { readonly text: string };
}
