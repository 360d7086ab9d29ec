// node replica-set.mjs <port>: makes the mongod on that port the primary of the single-node replica set `rs0` and waits until it
// takes writes. A port that differs from last time is written into the set's configuration. Runs on the pinned Node with the driver.
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient, MongoNetworkError } from 'mongodb';

const host = `127.0.0.1:${process.argv[2]}`;
const NOT_INITIATED = 94;
const giveUpAt = Date.now() + 60_000;
const client = new MongoClient(`mongodb://${host}/?directConnection=true`, { serverSelectionTimeoutMS: 20_000 });
const admin = client.db('admin');

/** The configuration the node has, or undefined when it never had one. */
async function currentConfig() {
  try {
    return (await admin.command({ replSetGetConfig: 1 })).config;
  } catch (error) {
    if (error.code === NOT_INITIATED) return undefined;
    throw error;
  }
}

async function becomePrimary() {
  const config = await currentConfig();
  if (!config) {
    await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host }] } });
  } else if (config.members[0].host !== host) {
    const moved = { ...config, version: config.version + 1, members: [{ ...config.members[0], host }] };
    await admin.command({ replSetReconfig: moved, force: true });
  }
  while (!(await admin.command({ hello: 1 })).isWritablePrimary) {
    if (Date.now() > giveUpAt) throw new Error(`mongod on ${host} did not become primary`);
    await sleep(25);
  }
}

// With another port than last time mongod first asks the old one whether that is itself (up to 30 s when something silent listens
// there), then changes its state; each change of state closes connections, so a broken one only means: once more.
for (;;) {
  try {
    await becomePrimary();
    break;
  } catch (error) {
    if (!(error instanceof MongoNetworkError) || Date.now() > giveUpAt) throw error;
    await sleep(25);
  }
}
await client.close();
