import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { capture, errorLine } from './capture.mjs';
import { tail } from './children.mjs';
import { NODE, ROOT } from './paths.mjs';
import { accepts, until } from './ports.mjs';
import { SetupError, sentenceFor } from './print.mjs';

/**
 * Starts mongod on the loopback with its data under `folder`, as the single-node replica set `rs0` (transactions and change
 * streams need one), and returns when it takes writes. `forTests` opens the failpoints of MongoDB.
 */
export async function startMongo(children, { program, port, folder, log, forTests = false }) {
  mkdirSync(folder, { recursive: true });
  const child = children.start('mongod', program, mongodArguments({ port, folder, forTests }), {
    log,
    stopWithinMs: 20_000,
  });
  const up = await until(() => accepts(port), { withinMs: 30_000, gone: () => child.end !== undefined });
  if (!up || child.end) throw new SetupError(whyNot(child, port, log));
  await becomePrimary(port);
  return {
    child,
    uri: (database = '') => `mongodb://127.0.0.1:${port}/${database}?replicaSet=rs0&directConnection=true`,
  };
}

/** Initiates the replica set on this port if need be, and waits for the primary. */
async function becomePrimary(port) {
  const result = await capture(NODE, [join(ROOT, 'scripts', 'setup', 'replica-set.mjs'), String(port)]);
  if (result.code === 0) return;
  throw new SetupError(
    `MongoDB's replica set could not be started (${errorLine(result.output)}): run the same command again, or remove .data/mongo for a fresh one.`,
  );
}

function mongodArguments({ port, folder, forTests }) {
  return [
    ...['--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'],
    ...['--dbpath', folder, '--replSet', 'rs0', '--oplogSize', '256', '--wiredTigerCacheSizeGB', '0.5'],
    // A single node has nobody to hand over to, so the 15 s it would wait for that at SIGTERM are of no use.
    ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    ...(forTests ? ['--setParameter', 'enableTestCommands=1'] : []),
  ];
}

function whyNot(child, port, log) {
  const last = child.failure?.message ?? tail(log, 40);
  if (/Address already in use/i.test(last))
    return `Port ${port} was taken while mongod started: run the same command again.`;
  if (/lock file|DBPathInUse/i.test(last))
    return `Another mongod uses this data folder: stop it first (its log is ${log}).`;
  return (
    sentenceFor(new Error(last)) ??
    `mongod did not start (see ${log}): remove its data folder for a fresh start, or set MONGODB_URI to another server.`
  );
}
