/** What each queue beside ours does in its page; `peers.ts` brings the library as a script of its own. */
export interface PeerBench {
  submit(count: number): Promise<{ samples: readonly number[] }>;
  fill(count: number): Promise<void>;
  drain(asked: { count: number; forMs: number }): Promise<{ sent: number; ms: number }>;
  /** Milliseconds until it knows its queue, and until the first request leaves. */
  start(forMs: number): Promise<{ list: number; request: number }>;
}

export const offer = (bench: PeerBench): void => void Object.assign(globalThis, { bench });

/** Where orders go, the same for all. */
export const ORDERS = `${location.origin}/api/v1/transport-orders`;

/** Answers the first call's time after `from`, or nothing when `forMs` have passed. */
export function firstCall(from: number, forMs: number): { called(): void; readonly at: Promise<number> } {
  let called = () => {};
  const at = new Promise<number>((resolve) => {
    called = () => resolve(performance.now() - from);
    setTimeout(() => resolve(Number.NaN), forMs);
  });
  return { called: () => called(), at };
}

/** Waits until `left()` is 0, or `forMs` have passed, and says what was done meanwhile. */
export async function drained(count: number, forMs: number, left: () => number): Promise<{ sent: number; ms: number }> {
  const from = performance.now();
  while (left() > 0 && performance.now() - from < forMs) await new Promise((resolve) => setTimeout(resolve, 5));
  return { sent: count - left(), ms: performance.now() - from };
}
