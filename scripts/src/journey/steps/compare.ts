import type { Checks } from '../checks.ts';
import { count, type Print } from '../print.ts';
import type { Sdk } from '../sdk.ts';
import { eventually } from '../waiting.ts';
import type { Watcher } from './watch.ts';

const LAST_WORD_MS = 30_000;

/**
 * Holds what a watcher saw against the order's events on the server: each one once and in order, or covered by a snapshot
 * he got in its place.
 */
export async function compare(sdk: Sdk, watcher: Watcher, reference: string, end: readonly number[], print: Print, checks: Checks): Promise<void> {
  const { events, snapshots, positions } = watcher;
  await eventually(LAST_WORD_MS, `the watcher to hear that ${reference} was delivered`, () => {
    if (watcher.failure) throw watcher.failure;
    return events.some(({ type }) => type === 'order.delivered') || snapshots.some(({ status }) => status === 'delivered') || undefined;
  });
  const { data } = await sdk.orders.events(watcher.orderId);
  const [first] = snapshots;
  const due = data.data.filter(({ version }) => version > (first?.version ?? 0));
  // Told once more is what was already on the screen with the first snapshot; told instead is what a later one brought.
  const fresh = events.filter(({ version }) => version > (first?.version ?? 0));
  const covered = (version: number) => snapshots.slice(1).some((snapshot) => snapshot.version >= version);
  const missing = due.filter((event) => !fresh.some(({ id }) => id === event.id) && !covered(event.version));
  const doubled = events.length - new Set(events.map(({ id }) => id)).size;

  print.line(`watcher: ${count(fresh.length, 'status event')}, ${count(snapshots.length, 'snapshot')}, ${count(positions.length, 'position')} of ${reference}`);
  checks.equal(`statuses of ${reference}, as on the server`, due.map(({ type }) => short(type)), [...fresh.map(({ type }) => short(type)), ...missing.map(({ type }) => `(${short(type)} missing)`)]);
  checks.equal(`status events of ${reference} doubled`, 0, doubled);
  checks.atLeast(`positions of ${reference} seen`, 2, positions.length);
  checks.equal(`positions of ${reference} that went back in time`, 0, positions.filter((time, index) => index > 0 && time < (positions[index - 1] ?? '')).length);
  checks.equal(`last position of ${reference} on the screen`, end.join(', '), watcher.lastPosition?.join(', '));
}

const short = (type: string): string => type.replace(/^order\./, '');
