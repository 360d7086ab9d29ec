/** The journey cannot go on; the message is one sentence for whoever started it. */
export class JourneyEnds extends Error {}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const LOOK_EVERY_MS = 100;

/** Looks again and again until there is something; ends the journey after `ms`. What costs a request looks less often. */
export async function eventually<T>(
  ms: number,
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  everyMs = LOOK_EVERY_MS,
): Promise<T> {
  const until = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw tooLate(ms, what);
    await sleep(everyMs);
  }
}

const tooLate = (ms: number, what: string) =>
  new JourneyEnds(`Waited ${Math.round(ms / 1_000)} s for ${what}, in vain.`);

const PROBE_MS = 3_000;

/** Whether a server is there and ready to serve. */
export async function answersReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(PROBE_MS) })).ok;
  } catch {
    return false; // not listening, or not yet
  }
}
