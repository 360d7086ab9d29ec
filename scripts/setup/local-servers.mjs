import { join } from 'node:path';
import { startMailCatcher } from './mail.mjs';
import { startMongo } from './mongo.mjs';
import { findMongod } from './mongo-binary.mjs';
import { cacheFolder, DATA } from './paths.mjs';
import { freePort } from './ports.mjs';
import { say } from './print.mjs';
import { startRedis } from './redis.mjs';
import { findRedis } from './redis-binary.mjs';
import { settleAll } from './settle.mjs';

const WANTED = { mongod: 27117, redis: 6479, smtp: 1025, mails: 1080 };

/**
 * Starts MongoDB, Redis and the mail catcher with their data under `.data`, except those the environment names already, and
 * returns the addresses as configuration. Data stay for the next start; only the ports may differ.
 */
export async function startLocalServers(children, notes, reserved, env) {
  const choose = async (name, wanted) => {
    const port = await freePort(wanted, reserved);
    if (port !== wanted) say(`port ${wanted} is taken, ${name} uses ${port}`);
    return port;
  };
  const ports = {
    mongod: await choose('MongoDB', WANTED.mongod),
    redis: await choose('Redis', WANTED.redis),
    smtp: await choose('the mail catcher', WANTED.smtp),
    mails: await choose('the list of mails', WANTED.mails),
  };
  const parts = await settleAll([
    mongo(children, notes, ports, env),
    redis(children, notes, ports, env),
    mail(children, notes, ports, env),
  ]);
  return Object.assign({}, ...parts);
}

async function mongo(children, notes, ports, env) {
  if (env.MONGODB_URI) return { MONGODB_URI: env.MONGODB_URI };
  const folder = join(DATA, 'mongo');
  const program = await findMongod({ cache: cacheFolder(env) });
  const log = join(DATA, 'logs', 'mongod.log');
  const { child, uri } = await startMongo(children, { program, port: ports.mongod, folder, log });
  notes.write('mongod', { pid: child.pid, words: folder });
  child.ended.then(() => notes.forget('mongod'));
  return { MONGODB_URI: uri('symphonia') };
}

async function redis(children, notes, ports, env) {
  if (env.REDIS_URL) return { REDIS_URL: env.REDIS_URL };
  const program = await findRedis({ cache: cacheFolder(env) });
  const folder = join(DATA, 'redis');
  const log = join(DATA, 'logs', 'redis.log');
  const { child, url } = await startRedis(children, { program, port: ports.redis, folder, log });
  notes.write('redis', { pid: child.pid, words: folder });
  child.ended.then(() => notes.forget('redis'));
  return { REDIS_URL: url };
}

async function mail(children, notes, ports, env) {
  if (env.SMTP_URL) return { SMTP_URL: env.SMTP_URL };
  const folder = join(DATA, 'mails');
  const log = join(DATA, 'logs', 'mail-catcher.log');
  const { child, ...addresses } = await startMailCatcher(children, {
    smtpPort: ports.smtp,
    httpPort: ports.mails,
    folder,
    log,
  });
  notes.write('mail-catcher', { pid: child.pid, words: folder });
  child.ended.then(() => notes.forget('mail-catcher'));
  return addresses;
}
