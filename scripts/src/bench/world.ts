import type { Bench, BenchPage } from './browser.ts';
import type { Peer } from './peers.ts';
import type { Echo } from './processes.ts';
import type { Sizes } from './sizes.ts';

/** What every measurement needs. */
export interface World {
  readonly echo: Echo;
  /** Absent where there is no Chromium. */
  readonly chromium: Bench | undefined;
  readonly peers: readonly Peer[];
  readonly sizes: Sizes;
  /** Base URL of the API. */
  readonly url: string;
}

export const SDK = 'sdk';

/** Chromium's subjects: ours first. */
export function subjects({ chromium, peers }: World): readonly string[] {
  return chromium ? [SDK, ...peers.map(({ name }) => name)] : [];
}

export function titleOf({ peers }: World, name: string): string {
  return name === SDK ? 'Symphonia, IndexedDB' : (peers.find((peer) => peer.name === name)?.title ?? name);
}

/** Opens a subject's page on an origin of that name, whose disk nobody else sees, and closes it afterwards. */
export async function onPage<T>(
  { chromium, echo }: World,
  name: string,
  origin: string,
  work: (page: BenchPage) => Promise<T>,
): Promise<T> {
  if (!chromium) throw new Error('There is no Chromium.');
  const page = await chromium.open(`http://${name}-${origin}.localhost:${echo.port}/${name}.html`);
  try {
    return await work(page);
  } finally {
    await page.close();
  }
}

/** The answer, and what all of the browser's processes computed meanwhile, in milliseconds. */
export async function withCpu<T>({ chromium }: World, work: () => Promise<T>): Promise<{ value: T; cpuMs: number }> {
  const before = (await chromium?.cpuMs()) ?? 0;
  const value = await work();
  return { value, cpuMs: ((await chromium?.cpuMs()) ?? 0) - before };
}
