import { v7 } from 'uuid';
import { type Ctx, deadlineIn } from '../http/context.ts';
import type { Logger } from '../observability/log.ts';
import { createMongo, type Mongo } from './mongo.ts';

/** Tests read results, not logs. */
const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

/** A database of the test's own on the real server; `drop` removes it and closes the connection. */
export function ownDatabase(): { mongo: Mongo; drop(): Promise<void> } {
  const url = new URL(process.env.MONGODB_URI ?? 'mongodb://127.0.0.1:27017');
  url.pathname = `/t_${v7().replaceAll('-', '')}`;
  const mongo = createMongo({ url: url.href, log: quiet, appName: 'test', worker: false });
  return {
    mongo,
    async drop() {
      await mongo.db.dropDatabase();
      await mongo.stop?.(AbortSignal.timeout(5_000));
    },
  };
}

/** The context of somebody in a tenant; an admin of a fresh one unless told otherwise. */
export function aCtx(fields: Partial<Ctx> = {}): Ctx {
  return {
    requestId: v7(),
    apiVersion: '2026-11-01',
    deadline: deadlineIn(10_000),
    log: quiet,
    address: '127.0.0.1',
    tenantId: `ten_${v7()}`,
    actor: { kind: 'user', id: `usr_${v7()}`, role: 'admin' },
    ...fields,
  };
}
