import type { NewRecord } from '../../src/outbox/record.ts';
import type { ClaimQuery, OutboxStore } from '../../src/storage/outbox-store.ts';

/** One rule every outbox store must keep. Throws when it is broken; knows no test runner. */
export interface Rule {
  readonly name: string;
  run(open: () => OutboxStore): Promise<void>;
}

export const SCOPE = 'api|ten|ada';
export const NOW = 1_800_000_000_000;

export function aRecord(id: string, change: Partial<NewRecord> = {}): NewRecord {
  return {
    v: 1,
    id,
    scope: SCOPE,
    op: 'orders.create',
    method: 'POST',
    path: '/transport-orders',
    apiVersion: '2026-11-01',
    contentType: 'application/json',
    body: `{"id":"${id}","note":"Köln ✓"}`,
    bodyHash: `hash-${id}`,
    lane: id,
    state: 'queued',
    maybeSent: false,
    attempts: 0,
    nextAttemptAt: 0,
    epoch: 0,
    notified: false,
    createdAt: NOW,
    sdk: '0.1.0',
    ...change,
  };
}

/** What one instance asks for. */
export const claim = (limit = 3, now = NOW): ClaimQuery => ({ scope: SCOPE, owner: 'me', limit, now, leaseMs: 40_000 });
export const ids = (records: readonly { id: string }[]) => records.map((r) => r.id).join();

/** Throws unless both are the same as JSON. */
export function same(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, got ${a}`);
}

export function sameBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a?.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Waits up to ten seconds for what another instance tells. */
export async function until(done: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 1000 && !done(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  same(done(), true, what);
}

export function sorted(object: object): [string, unknown][] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}
