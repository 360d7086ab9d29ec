import { randomUUID } from 'node:crypto';
import { type Collection, MongoClient } from 'mongodb';

/** What the server shall do to every command of one application; see MongoDB's `failCommand`. */
export interface Failure {
  readonly failCommands: readonly string[];
  /** `symphonia/<roles>/<version>`; a test starts its application with a `VERSION` of its own. */
  readonly appName: string;
  readonly errorCode?: number;
  /** The write is made, and what its confirmation came to is said with it. */
  readonly writeConcernError?: { readonly code: number; readonly errmsg: string };
  readonly closeConnection?: boolean;
  readonly blockConnection?: boolean;
  readonly blockTimeMS?: number;
}

/** Everything an operation sends; probes and handshakes of the driver stay as they are. */
export const DATA_COMMANDS = [
  'find',
  'getMore',
  'aggregate',
  'insert',
  'update',
  'delete',
  'findAndModify',
  'commitTransaction',
] as const;

/** Longer than any of these tests may take, so that a test process that died holds nobody up for long. */
const HELD_MS = 30_000;

/**
 * Runs `work` while the server fails as asked, for one application only. There is one such switch in a server, so test
 * files that run at the same time take turns: by a lease in the database `test_turns`.
 */
export async function whileFailing<T>(failure: Failure, work: () => Promise<T>): Promise<T> {
  const client = new MongoClient(process.env.MONGODB_URI ?? '', { appName: 'fail-point' });
  const turns = client.db('test_turns').collection<Turn>('turns');
  const owner = randomUUID();
  try {
    while (!(await takeTurn(turns, owner))) await new Promise((resolve) => setTimeout(resolve, 50));
    await client.db('admin').command({ configureFailPoint: 'failCommand', mode: 'alwaysOn', data: failure });
    try {
      return await work();
    } finally {
      await client.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
      await turns.deleteOne({ _id: 'failCommand', owner });
    }
  } finally {
    await client.close();
  }
}

interface Turn {
  readonly _id: string;
  readonly owner: string;
  readonly until: Date;
}

async function takeTurn(turns: Collection<Turn>, owner: string): Promise<boolean> {
  const now = Date.now();
  try {
    await turns.updateOne(
      { _id: 'failCommand', until: { $lt: new Date(now) } },
      { $set: { owner, until: new Date(now + HELD_MS) } },
      { upsert: true },
    );
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === 11_000) return false; // somebody else's turn
    throw error;
  }
}
