import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { capture } from './capture.mjs';
import { startLocalServers } from './local-servers.mjs';
import { DATA, NODE, pathWithPinnedNode, ROOT } from './paths.mjs';
import { createPidNotes } from './pids.mjs';
import { freePort, until } from './ports.mjs';
import { prettyLine } from './pretty.mjs';
import { duration, SetupError, say, step } from './print.mjs';
import { upConfig } from './up-config.mjs';

const READY_WITHIN_MS = 60_000;

/** `up [--verbose]`: everything running from a clean clone, in the foreground, until Ctrl-C. */
export async function up(children, stopped, args) {
  return serve(children, stopped, { verbose: args.includes('--verbose'), nodeFlags: [] });
}

/** `dev [--verbose]`: as `up`, and the server starts again at each save. */
export async function dev(children, stopped, args) {
  return serve(children, stopped, {
    verbose: args.includes('--verbose'),
    nodeFlags: ['--watch', '--watch-preserve-output'],
  });
}

async function serve(children, stopped, { verbose, nodeFlags }) {
  const notes = createPidNotes(join(DATA, 'run'));
  claim(notes);
  try {
    return await serveClaimed(children, stopped, notes, { verbose, nodeFlags });
  } finally {
    notes.forget('up');
  }
}

async function serveClaimed(children, stopped, notes, { verbose, nodeFlags }) {
  for (const name of ['server', 'mail-catcher', 'redis', 'mongod']) await notes.endLeftOver(name);
  const { env, summary } = await prepare(children, notes);
  const began = performance.now();
  const main = join(ROOT, 'server', 'src', 'main.ts');
  const options = { stdio: ['ignore', 'pipe', 'pipe'], env, cwd: ROOT, stopWithinMs: 30_000 };
  const server = children.start('server', NODE, [...nodeFlags, main], options);
  notes.write('server', { pid: server.pid, words: main });
  server.ended.then(() => notes.forget('server'));
  showLog(server, verbose);
  stopped.catch(() => say('stopping the server, then what it stood on (Ctrl-C again kills)'));

  const address = `http://${env.HOST}:${env.PORT}`;
  const ready = await until(() => answersReady(address), {
    withinMs: READY_WITHIN_MS,
    everyMs: 20,
    gone: () => server.end !== undefined,
  });
  if (!ready) throw new SetupError(notReady(server));
  say(`serving at ${address}, ready ${duration(performance.now() - began)} after the start of its process`);
  for (const line of summary) say(line);
  say('stop: Ctrl-C; data stay in .data (remove it for a fresh start)');

  const { code, signal } = await server.ended;
  throw new SetupError(
    `The server ended by itself (${signal ?? `exit code ${code}`}): see what it said above, or start with --verbose.`,
  );
}

/** One `up` per clone: two would share one database folder. */
function claim(notes) {
  const other = notes.alive('up');
  if (other) {
    throw new SetupError(
      `This clone is up already (process ${other.pid}): stop it with Ctrl-C there or by kill ${other.pid}, then run the same command again.`,
    );
  }
  mkdirSync(DATA, { recursive: true, mode: 0o700 }); // mails in it carry tokens
  notes.write('up', { pid: process.pid, words: 'setup.mjs' });
}

/** Servers, configuration, pages, indexes, demo tenant: all that comes before the server itself. */
async function prepare(children, notes) {
  loadOwnSettings();
  const reserved = new Set();
  const http = await askedPort('PORT', 8080, reserved);
  const metrics = process.env.METRICS_PORT === '0' ? 0 : await askedPort('METRICS_PORT', 9464, reserved);
  const addresses = await startLocalServers(children, notes, reserved, process.env);
  const config = upConfig({ env: process.env, data: DATA, http, metrics, addresses });
  const env = { ...process.env, ...config, PATH: pathWithPinnedNode() };

  await step('building the pages and the SDK', () => node(env, ['scripts/src/build.ts', '--dev']));
  await step('applying the indexes', () => node(env, ['scripts/src/cli.ts', 'indexes', 'apply', '--apply']));
  const demo = await step('preparing the demo tenant', () => node(env, ['scripts/src/cli.ts', 'demo', '--apply']));
  const board = `board: http://${config.HOST}:${config.PORT}/board (as the dispatcher); npm run ops -- drive --apply moves its vehicles`;
  const mails = config.MAIL_CATCHER_URL ? [`mails: ${config.MAIL_CATCHER_URL}/mails (none leaves this machine)`] : [];
  return { env, summary: [...demo.trim().split('\n').filter(Boolean), board, ...mails] };
}

function loadOwnSettings() {
  try {
    process.loadEnvFile?.(join(ROOT, '.env')); // the shell's environment wins; Node before 20.12 cannot read it
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

async function askedPort(name, usual, reserved) {
  const wanted = Number(process.env[name] || usual);
  const port = await freePort(wanted, reserved);
  if (port !== wanted) say(`port ${wanted} is taken, ${name} is ${port}`);
  return port;
}

async function node(env, args) {
  const { code, output, stdout } = await capture(NODE, args, { env, cwd: ROOT });
  if (code === 0) return stdout;
  process.stderr.write(output);
  throw new SetupError(`node ${args.join(' ')} failed with exit code ${code}: what it said stands above.`);
}

function showLog(server, verbose) {
  for (const stream of [server.process.stdout, server.process.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      const shown = prettyLine(line, { verbose });
      if (shown) process.stdout.write(`${shown}\n`);
    });
  }
}

async function answersReady(address) {
  try {
    return (await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false; // not listening yet
  }
}

function notReady(server) {
  return server.end
    ? `The server ended during its start (exit code ${server.end.code ?? server.end.signal}): what it said stands above; --verbose shows all of it.`
    : `The server was not ready within ${READY_WITHIN_MS / 1_000} s: start with --verbose to see what it waits for.`;
}
