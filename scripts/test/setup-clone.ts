import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A server of a few lines in place of the real one: the set-up is what is tested, and start.sh's tests start the real one. */
const SERVER = `
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
const server = createServer((req, res) => res.end('ok')).listen(Number(process.env.PORT), process.env.HOST, () => {
  console.log(JSON.stringify({ level: 'info', msg: 'listening' }));
});
process.on('SIGTERM', () => {
  if (process.env.STUBBORN) return;
  const mongo = connect(Number(new URL(process.env.MONGODB_URI).port), '127.0.0.1');
  mongo.on('connect', () => process.exit((writeFileSync('stopped-before-mongo', ''), 0))).on('error', () => process.exit(1));
});
`;

/** A clone of the set-up, in a folder of its own, with the packages of this one and a small server. */
export function aClone(): string {
  const clone = mkdtempSync(join(tmpdir(), 'setup-clone-'));
  for (const path of [
    'scripts/setup.mjs',
    'scripts/setup',
    'scripts/src/mail-catcher.ts',
    'scripts/src/mail-message.ts',
    'package.json',
    'package-lock.json',
  ]) {
    cpSync(join(ROOT, path), join(clone, path), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  mkdirSync(join(clone, 'server', 'src'), { recursive: true });
  writeFileSync(join(clone, 'server', 'src', 'main.ts'), SERVER);
  writeFileSync(join(clone, 'scripts', 'src', 'build.ts'), '');
  writeFileSync(
    join(clone, 'scripts', 'src', 'cli.ts'),
    "if (process.argv[2] === 'demo') console.log('sign in: mia@demo.example');\n",
  );
  return clone;
}

const started = new Set<Setup>();

/** Ends what a failed test left running. */
export async function endAll(): Promise<void> {
  for (const each of started) process.kill(each.pid, 'SIGTERM');
  await Promise.all([...started].map((each) => each.ended));
}

export interface Setup {
  pid: number;
  output(): string;
  /** Resolves when the output holds the text; rejects when the process ends before. */
  says(text: string | RegExp): Promise<void>;
  ended: Promise<number | null>;
}

/** Starts `node scripts/setup.mjs …` of that clone, free of the servers this test run itself stands on. */
export function setup(clone: string, args: string[], env: Record<string, string> = {}): Setup {
  const given = [
    'MONGODB_URI',
    'REDIS_URL',
    'SMTP_URL',
    'MAIL_CATCHER_URL',
    'NODE_ENV',
    'SYMPHONIA_MONGOD_BINARY',
    'SYMPHONIA_REDIS_BINARY',
  ];
  const rest = Object.fromEntries(Object.entries(process.env).filter(([name]) => !given.includes(name)));
  const child = spawn(process.execPath, [join(clone, 'scripts', 'setup.mjs'), ...args], {
    cwd: clone,
    env: { ...rest, SYMPHONIA_INSTALL: 'never', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  let over = false;
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      over = true;
      started.delete(handle);
      resolve(code);
    });
  });
  const handle: Setup = {
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    async says(text) {
      const found = () => (typeof text === 'string' ? output.includes(text) : text.test(output));
      while (!found()) {
        if (over) throw new Error(`it ended without saying ${text}:\n${output}`);
        await sleep(20);
      }
    },
  };
  started.add(handle);
  return handle;
}

/** The configuration that `up` wrote, as `node --env-file` reads it. */
export function upEnv(clone: string): Record<string, string> {
  // The cast: parseEnv gives strings for what stands in the file.
  return parseEnv(readFileSync(join(clone, '.data', 'up.env'), 'utf8')) as Record<string, string>;
}

/** Resolves when no process of the machine names this folder any more. */
export async function nothingRunsIn(folder: string): Promise<void> {
  const names = () =>
    readdirSync('/proc').filter((pid) => {
      try {
        return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
      } catch {
        return false; // it ended while we looked
      }
    });
  while (names().length > 0) await sleep(50);
}
