import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMailCatcher } from './mail.mjs';
import { startMongo } from './mongo.mjs';
import { findMongod } from './mongo-binary.mjs';
import { cacheFolder, pathWithPinnedNode } from './paths.mjs';
import { randomPort } from './ports.mjs';
import { SetupError, say } from './print.mjs';
import { startRedis } from './redis.mjs';
import { findRedis } from './redis-binary.mjs';
import { settleAll } from './settle.mjs';

/**
 * Starts throw-away servers in a temporary folder on random ports and returns the environment that leads to them.
 * MONGODB_URI and REDIS_URL that are set are used as they are. All goes away with `children.stopAll()`.
 */
export async function startThrowaway(children, env = process.env) {
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'symphonia-test-'));
  children.removeAtEnd(folder);
  const parts = await settleAll([mongo(children, folder, env), redis(children, folder, env), mail(children, folder)]);
  say(`throw-away servers are up after ${Math.round(performance.now() - began)} ms in ${folder}`);
  return Object.assign({ ...env, NODE_ENV: 'test', PATH: pathWithPinnedNode(env.PATH) }, ...parts);
}

async function mongo(children, folder, env) {
  if (env.MONGODB_URI) return {};
  const program = await findMongod({ cache: cacheFolder(env) });
  return again('mongod', async (port) => {
    const options = {
      program,
      port,
      folder: join(folder, `mongo-${port}`),
      log: join(folder, `mongod-${port}.log`),
      forTests: true,
    };
    const { child, uri } = await startMongo(children, options);
    child.stopSignal = 'SIGKILL'; // its data go with the folder
    return { MONGODB_URI: uri(), SYMPHONIA_MONGOD_BINARY: program };
  });
}

async function redis(children, folder, env) {
  if (env.REDIS_URL) return {};
  const program = await findRedis({ cache: cacheFolder(env) });
  return again('Redis', async (port) => {
    const options = {
      program,
      port,
      folder: join(folder, `redis-${port}`),
      log: join(folder, `redis-${port}.log`),
      durable: false,
    };
    const { child, url } = await startRedis(children, options);
    child.stopSignal = 'SIGKILL';
    return { REDIS_URL: url, SYMPHONIA_REDIS_BINARY: program };
  });
}

async function mail(children, folder) {
  return again('the mail catcher', async (smtpPort) => {
    const ports = { smtpPort, httpPort: await randomPort() };
    const { SMTP_URL, MAIL_CATCHER_URL } = await startMailCatcher(children, {
      ...ports,
      folder: join(folder, 'mails'),
      log: join(folder, 'mail.log'),
    });
    return { SMTP_URL, MAIL_CATCHER_URL };
  });
}

/** A random port can be taken by somebody between our look and the start of the server, so a start gets three tries. */
async function again(name, start) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await randomPort());
    } catch (error) {
      if (attempt === 3 || !(error instanceof SetupError) || !/was taken/.test(error.message)) throw error;
      say(`${name}: ${error.message} (trying another port)`);
    }
  }
}
