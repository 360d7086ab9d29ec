import { sqliteOutbox } from '../../src/storage/sqlite-outbox.ts';
import { aRecord } from './outbox-conformance.ts';

/** Adds records to the file for ever and says each id only after its promise; made to be killed. */
const [, , file = '', name = ''] = process.argv;
const store = sqliteOutbox(file);
for (let i = 0; ; i++) {
  const record = await store.add(aRecord(`${name}-${i}`), new Uint8Array(2000));
  process.stdout.write(`${record.id}\n`);
}
