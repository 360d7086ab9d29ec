import { idbOutbox } from '../../../src/storage/idb-outbox.ts';
import type { OutboxStore } from '../../../src/storage/outbox-store.ts';
import { OUTBOX_RULES } from '../../support/outbox-conformance.ts';

/** The store's rules in this browser: name and what broke, by rule; each on a database of its own. */
async function conformance(): Promise<{ name: string; failed?: string }[]> {
  const results = [];
  for (const { name, run } of OUTBOX_RULES) {
    const database = `rule-${results.length}`;
    const opened: OutboxStore[] = [];
    const failed = await run(() => {
      const store = idbOutbox({ name: database });
      opened.push(store);
      return store;
    }).then(
      () => undefined,
      (error) => String(error),
    );
    for (const store of opened) await store.close();
    indexedDB.deleteDatabase(database);
    results.push({ name, ...(failed === undefined ? {} : { failed }) });
  }
  return results;
}

Object.assign(globalThis, { conformance });
