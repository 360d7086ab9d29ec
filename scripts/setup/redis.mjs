import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tail } from './children.mjs';
import { until } from './ports.mjs';
import { SetupError, sentenceFor } from './print.mjs';

/**
 * Starts Redis on the loopback with its files under `folder` and returns when it answers PING. Never evicts: jobs live in it.
 * `durable` keeps an append-only file, so that a stop loses nothing; tests do without.
 */
export async function startRedis(children, { program, port, folder, log, durable = true }) {
  mkdirSync(folder, { recursive: true });
  const child = children.start('redis', program, redisArguments({ port, folder, durable }), { log });
  const up = await until(() => answersPing(port), { withinMs: 15_000, gone: () => child.end !== undefined });
  if (!up || child.end) throw new SetupError(whyNot(child, port, log));
  return { child, url: `redis://127.0.0.1:${port}` };
}

function redisArguments({ port, folder, durable }) {
  return [
    ...['--port', String(port), '--bind', '127.0.0.1', '--protected-mode', 'yes', '--daemonize', 'no'],
    ...['--dir', folder, '--save', '', '--appendonly', durable ? 'yes' : 'no'],
    ...['--maxmemory-policy', 'noeviction', '--loglevel', 'notice'],
    ...['--set-proc-title', 'no'], // its command line keeps the folder, by which we know it as ours
  ];
}

function answersPing(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', (data) => settle(data.toString().startsWith('+PONG'))).once('error', () => settle(false));
    socket.setTimeout(1_000, () => settle(false));
  });
}

function whyNot(child, port, log) {
  const last = child.failure?.message ?? tail(log, 20);
  if (/Address already in use/i.test(last))
    return `Port ${port} was taken while Redis started: run the same command again.`;
  return (
    sentenceFor(new Error(last)) ??
    `Redis did not start (see ${log}): remove its data folder for a fresh start, or set REDIS_URL to another server.`
  );
}
