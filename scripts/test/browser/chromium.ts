import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type BrowserContext, chromium } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  // Pictures of a phone have none.
  '--hide-scrollbars',
  '--window-size=1280,900',
  '--remote-debugging-port=0',
];
const START_MS = 30_000;

/**
 * The program to test with: `CHROMIUM_PATH`, else `chromium` on PATH; nothing is downloaded. `undefined` says that the
 * tests are left out on this machine, with a sentence; in CI it throws, because there a proof must not be left out unseen.
 */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is not there.`);
  }
  const found = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).stdout.trim();
  if (found !== '') return found;
  const sentence = 'chromium is not installed (apt-get install chromium, or set CHROMIUM_PATH)';
  if (process.env.CI) throw new Error(sentence);
  console.warn(`skipped: ${sentence}`);
  return undefined;
}

/** A running browser on a profile of its own. */
export interface Browser {
  readonly context: BrowserContext;
  /** SIGKILL for all its processes at once: nothing is written, said goodbye to or tidied up. */
  kill(): Promise<void>;
}

/**
 * Starts the browser on a profile folder. We start it ourselves, because a library that starts it also ends it politely.
 */
export async function startChromium(program: string, profile: string): Promise<Browser> {
  const announced = join(profile, 'DevToolsActivePort');
  await rm(announced, { force: true });
  // A group of its own, so that its helpers end with it.
  const child = spawn(program, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    detached: true,
    stdio: 'ignore',
  });
  const kill = () => killGroup(child);
  try {
    const port = await portOf(announced, child);
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const [context] = browser.contexts();
    if (!context) throw new Error('The browser came without a context.');
    return { context, kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

/** The port that the browser writes into its profile when it listens. */
async function portOf(file: string, child: ChildProcess): Promise<string> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The browser ended at once with ${child.exitCode}.`);
    const [port] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    if (port) return port;
    await wait(50);
  }
  throw new Error(`The browser did not listen within ${START_MS} ms.`);
}

async function killGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}
