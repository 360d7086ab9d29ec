import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { Tab, TestBrowser } from '../browser/tabs.ts';
import { until } from '../browser/tabs.ts';
import { endGroup, findProgram } from './firefox.ts';

/** WebKit of WebKitGTK: its MiniBrowser, driven by WebKitWebDriver over W3C WebDriver, on a display of its own. */
export async function webkit(driver: string, display: string): Promise<TestBrowser> {
  const screen = `:${90 + (process.pid % 900)}`;
  const started: ChildProcess[] = [];
  const start = (program: string, args: string[]) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore', env: { ...process.env, DISPLAY: screen } });
    started.push(child);
    return child;
  };
  const kill = async () => {
    for (const child of started.splice(0).reverse()) await endGroup(child);
  };
  try {
    start(display, [screen, '-screen', '0', '1280x900x24', '-nolisten', 'tcp']);
    const port = await freePort();
    start(driver, [`--port=${port}`]);
    const root = `http://127.0.0.1:${port}`;
    await until(
      () =>
        said(`${root}/status`, 'GET').then(
          () => true,
          () => false,
        ),
      'WebKitWebDriver listens',
    );
    const capabilities = {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary: MINI_BROWSER, args: ['--automation'] } },
    };
    const { sessionId } = await until(
      () => said<{ sessionId: string }>(`${root}/session`, 'POST', { capabilities }).catch(() => undefined),
      'a session of WebKit',
    );
    const session: Session = (path, method, body) => said(`${root}/session/${sessionId}${path}`, method, body);
    await session('/timeouts', 'POST', { script: 60_000, pageLoad: 60_000 });
    const first = await session<string>('/window', 'GET');
    // A WebDriver session has one current window: who speaks to another one waits.
    let turn: Promise<unknown> = Promise.resolve();
    const alone = <T>(work: () => Promise<T>): Promise<T> => {
      const mine = turn.then(work);
      turn = mine.catch(() => {});
      return mine;
    };
    return {
      name: 'WebKit',
      kill,
      async tab(url) {
        const { handle } = await alone(async () => {
          await session('/window', 'POST', { handle: first }); // the one before may have been closed
          return session<{ handle: string }>('/window/new', 'POST', { type: 'tab' });
        });
        const tab = tabOf(session, handle, alone);
        await tab.goto(url);
        return tab;
      },
    };
  } catch (error) {
    await kill();
    throw error;
  }
}

const MINI_BROWSER = process.env.WEBKIT_BROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

/** `WEBKIT_PATH`, else on PATH; and the display server it needs. */
export function findWebkit(): { readonly driver: string; readonly display: string } | undefined {
  const driver = findProgram('WEBKIT_PATH', ['WebKitWebDriver']);
  const display = findProgram('XVFB_PATH', ['Xvfb']);
  return driver && display ? { driver, display } : undefined;
}

type Session = <T = unknown>(path: string, method: 'GET' | 'POST' | 'DELETE', body?: object) => Promise<T>;

function tabOf(session: Session, handle: string, alone: <T>(work: () => Promise<T>) => Promise<T>): Tab {
  const here = <T>(path: string, method: 'POST' | 'DELETE', body?: object) =>
    alone(async () => {
      await session('/window', 'POST', { handle });
      return session<T>(path, method, body);
    });
  let last = 0;
  return {
    /** Starts it and looks for its answer, so that one window does not keep the others waiting. */
    async run<A>(fn: (arg: A) => unknown, arg?: A) {
      const name = `answer${++last}`;
      const call = `(${fn})(${JSON.stringify(arg) ?? ''})`;
      const script = `window.${name} = null;
        const now = ${call};
        if (!(now instanceof Promise)) return JSON.stringify({ value: now }); // it may leave the page
        now.then((value) => ({ value })).catch((error) => ({ error: String(error) }))
          .then((said) => { window.${name} = JSON.stringify(said); });`;
      const at = await here<string | null>('/execute/sync', 'POST', { script, args: [] });
      const answer =
        at ??
        (await until(async () => {
          const said = await here<string | null>('/execute/sync', 'POST', {
            script: `return window.${name}`,
            args: [],
          });
          return said ?? undefined;
        }, `an answer of ${fn}`));
      const { value, error } = JSON.parse(answer);
      if (error !== undefined) throw new Error(error);
      return value;
    },
    goto: async (url) => void (await here('/url', 'POST', { url })),
    reload: async () => void (await here('/refresh', 'POST', {})),
    close: async () => void (await here('/window', 'DELETE')),
  };
}

async function said<T = unknown>(url: string, method: string, body?: object): Promise<T> {
  const answer = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } }; // W3C WebDriver
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // of TCP
  server.close();
  await once(server, 'close');
  return port;
}
