import type { OutboxRecord } from '../../src/outbox/index.ts';
import type { FakeSymphonia } from '../../src/testing/index.ts';
import type { Promised } from './kill-loop.ts';

/** What must be empty after a kill loop, by invariant. */
export interface KillVerdict {
  /** I1: promised, and not on the server. */
  readonly lost: readonly string[];
  /** I1: stored, and not accepted. */
  readonly notAccepted: readonly string[];
  /** On the server, though the queue knows nothing of it and nobody was told that it lies in memory. */
  readonly unknown: readonly string[];
  /** I2: more than one order of an id, more than one amendment of a key, more than one record of an id. */
  readonly doubled: readonly string[];
  /** I3: amended before it was created, or a promised amendment is missing. */
  readonly outOfOrder: readonly string[];
}

export function verdictOf(
  promised: Promised,
  records: readonly OutboxRecord[],
  { orders }: FakeSymphonia,
): KillVerdict {
  const stored = new Set(records.map(({ id }) => id));
  const logs = [...orders.values()].map(({ log }) => log);
  const keys = logs.flat().map(({ key }) => key);
  return {
    lost: [...promised.orders].filter((id) => !orders.has(id) || !stored.has(id)),
    notAccepted: records.filter(({ state }) => state !== 'accepted').map(({ id, state }) => `${id} ${state}`),
    unknown: [...orders.keys()].filter((id) => !stored.has(id) && !promised.memory.has(id)),
    doubled: [
      ...twice(keys),
      ...twice([...orders.values()].map(({ id }) => id)),
      ...twice(records.map(({ id }) => id)),
    ],
    outOfOrder: [
      ...logs.filter(([first]) => first?.what !== 'create').map(([first]) => `${first?.key} before its order`),
      ...[...promised.commands]
        .filter(([key, id]) => !orders.get(id)?.log.some((entry) => entry.key === key))
        .map(String),
    ],
  };
}

function twice(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return ids.filter((id) => seen.size === seen.add(id).size);
}
