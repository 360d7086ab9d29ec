import type { Checks } from '../checks.ts';
import { count, type Print } from '../print.ts';
import type { Sdk } from '../sdk.ts';
import { eventually } from '../waiting.ts';
import { verdict } from './verdict.ts';
import type { Watcher } from './watch.ts';

const LAST_WORD_MS = 30_000;
/** Fewer than these, and nobody watched a drive. */
const FEWEST_POSITIONS = 2;

/** Waits until a watcher has heard of the delivery, then holds what he saw against the order's events on the server. */
export async function compare(
  sdk: Sdk,
  watcher: Watcher,
  reference: string,
  end: readonly number[],
  print: Print,
  checks: Checks,
): Promise<void> {
  const { events, snapshots, positions } = watcher;
  await eventually(LAST_WORD_MS, `the watcher to hear that ${reference} was delivered`, () => {
    if (watcher.failure) throw watcher.failure;
    return (
      events.some(({ type }) => type === 'order.delivered') ||
      snapshots.some(({ status }) => status === 'delivered') ||
      undefined
    );
  });
  const { data } = await sdk.orders.events(watcher.orderId);
  const { due, told, doubled, backwards } = verdict(data.data, watcher);
  const how =
    snapshots.length > 1
      ? `${count(snapshots.length - 1, 'later snapshot')} in place of what was missed`
      : 'all that was missed was told afterwards';
  print.line(
    `watcher: ${reference} ${count(told.length, 'status event')}, ${count(positions.length, 'position')}; ${how}`,
  );
  checks.equal(`statuses of ${reference}, as on the server`, due, told);
  checks.equal(`status events of ${reference} told twice`, 0, doubled);
  checks.atLeast(`positions of ${reference} seen`, FEWEST_POSITIONS, positions.length);
  checks.equal(`positions of ${reference} that went back in time`, 0, backwards);
  checks.equal(`last position of ${reference} on the screen`, end.join(', '), watcher.lastPosition?.join(', '));
}
