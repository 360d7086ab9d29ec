import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON, type Document, MongoClient } from 'mongodb';
import { createChildren } from '../../scripts/setup/children.mjs';
import { findMongod } from '../../scripts/setup/mongo-binary.mjs';
import { cacheFolder } from '../../scripts/setup/paths.mjs';
import { eventually, freePort } from '../src/platform/cache/redis.fixtures.ts';

/** One mongod of a set: a process of its own with data of its own. */
export interface Member {
  readonly port: number;
  readonly folder: string;
  /** Talks to this member alone, whatever its state; a read through it sees what this member has, confirmed or not. */
  readonly direct: MongoClient;
}

/** Three voting members on loopback, to hand over among and to kill. */
export interface ReplicaSet {
  readonly members: readonly Member[];
  /** Names all members, as production does: any one of them may be away. */
  uri(database: string): string;
  /** The member that takes writes, once there is one. */
  primary(): Promise<Member>;
  others(member: Member): readonly Member[];
  /** Asks the primary to hand over, and waits for the next one. */
  stepDown(): Promise<Member>;
  /** SIGKILL: no goodbye, no hand-over. */
  kill(member: Member): Promise<void>;
  start(member: Member): Promise<void>;
  /** Until `follow` these members take nothing more from the primary, though they are well otherwise. */
  lag(members: readonly Member[]): Promise<void>;
  follow(members: readonly Member[]): Promise<void>;
  /** Waits until every member is there and has what the primary has now. */
  complete(): Promise<void>;
  /** What this member had to take back of a collection, from the files it leaves about it. */
  rolledBack(member: Member, database: string, collection: string): Promise<readonly Document[]>;
  /** Ends all of them and removes their data; safe to call twice. */
  end(): Promise<void>;
}

/** What is used of scripts/setup/children.mjs, which is plain JavaScript: TypeScript guesses its types too narrowly. */
interface Children {
  start(name: string, command: string, args: readonly string[], options: { log: string; stopSignal: string }): Child;
  stop(child: Child): Promise<void>;
  removeAtEnd(folder: string): void;
  stopAll(): Promise<void>;
}
interface Child {
  /** Set once it has ended. */
  readonly end?: object;
}

/** What is used of `replSetGetStatus`. */
interface MemberStates extends Document {
  readonly members: readonly { readonly state: number; readonly optime: { readonly ts: BSON.Timestamp } }[];
}
const PRIMARY = 1;
const SECONDARY = 2;

const NAME = 'three';
const MEMBERS = 3;
/** An election takes ten seconds by default, and a busy machine its time. */
const PATIENCE_MS = 60_000;

/** Starts the set; should this process die in whatever way, its members and their data go too. */
export async function startReplicaSet(): Promise<ReplicaSet> {
  const children = createChildren() as unknown as Children; // see there
  const folder = mkdtempSync(join(tmpdir(), 'symphonia-set-'));
  children.removeAtEnd(folder);
  // Absent where the servers of the run are somebody else's.
  const program = process.env.SYMPHONIA_MONGOD_BINARY ?? (await findMongod({ cache: cacheFolder(process.env) }));
  const running = new Map<Member, Child>();

  const newMember = async (): Promise<Member> => {
    const port = await freePort();
    const direct = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
      serverSelectionTimeoutMS: 2_000,
      readConcern: { level: 'local' },
    });
    return { port, folder: join(folder, String(port)), direct };
  };
  const members: Member[] = [];
  for (let i = 0; i < MEMBERS; i++) members.push(await newMember());

  const tell = (member: Member, command: Document): Promise<Document> => member.direct.db('admin').command(command);
  const hosts = members.map(({ port }) => `127.0.0.1:${port}`);

  const set: ReplicaSet = {
    members,
    uri: (database) => `mongodb://${hosts.join(',')}/${database}?replicaSet=${NAME}`,
    others: (member) => members.filter((one) => one !== member),
    primary: () =>
      eventually(async () => {
        for (const member of running.keys()) if ((await tell(member, { hello: 1 })).isWritablePrimary) return member;
        throw new Error('No member is primary.');
      }, PATIENCE_MS),
    async stepDown() {
      const former = await set.primary();
      // Who handed over stays out of elections for so long; and none may have caught up in time on a busy machine.
      await eventually(async () => {
        if ((await set.primary()) !== former) return;
        await tell(former, { replSetStepDown: 5, secondaryCatchUpPeriodSecs: 4 });
      }, PATIENCE_MS);
      return set.primary();
    },
    async kill(member) {
      const child = running.get(member);
      running.delete(member);
      if (child) await children.stop(child);
    },
    async start(member) {
      mkdirSync(member.folder, { recursive: true });
      const log = `${member.folder}.log`;
      const child = children.start('mongod', program, argumentsOf(member), { log, stopSignal: 'SIGKILL' });
      running.set(member, child);
      await eventually(() => {
        if (child.end) throw new Error(`mongod ended: ${readFileSync(log, 'utf8').slice(-2_000)}`);
        return tell(member, { ping: 1 });
      }, PATIENCE_MS);
    },
    lag: (some) => eachTold(some, { configureFailPoint: 'stopReplProducer', mode: 'alwaysOn' }),
    follow: (some) => eachTold(some, { configureFailPoint: 'stopReplProducer', mode: 'off' }),
    async complete() {
      const primary = await set.primary();
      const { members: now } = (await tell(primary, { replSetGetStatus: 1 })) as MemberStates;
      const reached = now.find(({ state }) => state === PRIMARY)?.optime.ts;
      await eventually(async () => {
        const { members: states } = (await tell(primary, { replSetGetStatus: 1 })) as MemberStates;
        const isThere = ({ state, optime }: MemberStates['members'][number]) =>
          (state === PRIMARY || state === SECONDARY) && reached !== undefined && optime.ts.gte(reached);
        if (!states.every(isThere)) throw new Error(`A member is away or behind: ${JSON.stringify(states)}`);
      }, PATIENCE_MS);
    },
    async rolledBack(member, database, collection) {
      const [found] = await member.direct.db(database).listCollections({ name: collection }).toArray();
      const { uuid } = (found as unknown as { info: { uuid: BSON.UUID } }).info; // the driver's types know fewer fields
      const left = join(member.folder, 'rollback', uuid.toString());
      if (!existsSync(left)) return [];
      return readdirSync(left).flatMap((file) => documentsIn(readFileSync(join(left, file))));
    },
    async end() {
      await Promise.all(members.map(({ direct }) => direct.close()));
      await children.stopAll();
    },
  };
  const eachTold = async (some: readonly Member[], command: Document): Promise<void> => {
    await Promise.all(some.map((member) => tell(member, command)));
  };

  try {
    await Promise.all(members.map((member) => set.start(member)));
    const [first] = members as [Member]; // there are MEMBERS of them
    await tell(first, { replSetInitiate: { _id: NAME, members: hosts.map((host, _id) => ({ _id, host })) } });
    // Nobody waits for the ten seconds after which one of them would stand by itself.
    await eventually(() => tell(first, { replSetStepUp: 1 }), PATIENCE_MS);
    await set.complete();
  } catch (error) {
    await set.end();
    throw error;
  }
  return set;
}

const argumentsOf = ({ port, folder }: Member): string[] => [
  ...['--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket', '--dbpath', folder, '--replSet', NAME],
  ...['--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '64'],
  ...['--setParameter', 'diagnosticDataCollectionEnabled=false', '--setParameter', 'enableTestCommands=1'],
];

/** The documents of a file as `mongodump` writes it: one after the other, each with its length in front. */
function documentsIn(bytes: Buffer): Document[] {
  const documents: Document[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at))
    documents.push(BSON.deserialize(bytes.subarray(at, at + bytes.readInt32LE(at))));
  return documents;
}
