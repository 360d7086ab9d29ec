import { join } from 'node:path';
import { fileOutbox } from '../../src/storage/file-outbox.ts';
import type { OutboxStore } from '../../src/storage/outbox-store.ts';
import { sqliteOutbox } from '../../src/storage/sqlite-outbox.ts';

/** The stores for Node, each in a directory. */
export const STORES = {
  SQLite: (directory: string): OutboxStore => sqliteOutbox(join(directory, 'outbox.db')),
  files: (directory: string): OutboxStore => fileOutbox(directory),
};
export type StoreKind = keyof typeof STORES;

/** Who orders. */
export const ADA = { token: 'token-ada', sub: 'ada', tenant: 'ten_1', expiresAt: 9e15 };
