import type { Passed } from './front.ts';
import type { Room } from './room.ts';
import { type Tab, type TestBrowser, until } from './tabs.ts';

/** What a rule needs: servers, people and a browser with an empty profile. */
export interface Given {
  readonly room: Room;
  readonly browser: TestBrowser;
  /** Orders of each tab, and the like: more in the proof. */
  readonly size: number;
}

/** A promise of the SDK that must hold in every browser. */
export interface BrowserRule {
  readonly name: string;
  run(given: Given): Promise<void>;
}

export const isCreate = ({ method, path }: Passed) => method === 'POST' && path === '/api/v1/transport-orders';
export const times = <T>(n: number, fn: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => fn(i));
/** Until nothing waits any more; says what still does. */
export const flushed = (tab: Tab) =>
  until(async () => (await tab.run(() => app.flush(5000))).pending === 0, 'the queue is empty').catch(async (error) => {
    const left = await tab.run(() => app.list());
    const [waiting] = left.filter(({ state }) => state !== 'accepted');
    throw new Error(`${error}: ${JSON.stringify(waiting)}, ${JSON.stringify(await tab.run(() => app.health()))}`);
  });
/** A page that went while it was sending holds its leases for 40 s. */
const LEASES_MS = 60_000;
export const leasesRunOut = (tab: Tab) => tab.run((ms) => app.moveClock(ms), LEASES_MS);
export const appRuns = (tab: Tab) => until(() => tab.run(() => typeof app === 'object'), 'the page runs');
