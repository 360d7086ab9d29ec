import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { childrenOf, type Usage, usageOf } from './usage.ts';

const CONF = new URL('../../../.platform/nginx/nginx.conf', import.meta.url);

/** nginx running with our file on loopback, before one or several processes of the application. */
export interface LoopbackNginx {
  readonly port: number;
  readonly url: string;
  /** Of its one worker. */
  usage(): Usage;
  /** Folder that stands for `/var/app/current`. */
  readonly app: string;
  /** Everything written so far to the access log, the error log and the files of the health agent. */
  log(which: 'access' | 'error' | 'healthd'): string;
  stop(): Promise<void>;
}

export interface NginxOptions {
  /** Ports of the application's processes; production has one behind each nginx. */
  readonly upstream: readonly number[];
  /** Connections it may hold in all; a socket takes two. Bounded by the open files of this machine. Default 512. */
  readonly connections?: number;
  /** The one core it may run on, so that it stands for the machine of its processes; any by default. */
  readonly core?: number;
}

/**
 * Our file with only what loopback forces upon us: the port, the upstream, the folders, the user, and one worker instead of
 * several, so that lines of the log come in the order of the requests. Everything else runs as it is shipped; a
 * substitution that no longer finds its text throws. A process of several that failed once is asked again with the next
 * request (`max_fails=0`), as the one of an instance always is.
 */
function onLoopback(conf: string, at: NginxOptions & { port: number; folder: string }): string {
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${at.folder}/tmp-${n};`);
  const root = userInfo().uid === 0;
  const substitutions: ReadonlyArray<readonly [from: string, to: string]> = [
    ['user nginx;', root ? `user ${userInfo().username};` : ''],
    ['worker_processes auto;', 'worker_processes 1;'],
    ['worker_rlimit_nofile 65536;', ''],
    ['worker_connections 32768;', `worker_connections ${at.connections ?? 512};`],
    ['pid /var/run/nginx.pid;', `pid ${at.folder}/nginx.pid;`],
    ['include /etc/nginx/mime.types;', existsSync('/etc/nginx/mime.types') ? 'include /etc/nginx/mime.types;' : ''],
    ['http {\n', `http {\n${temp.join('\n')}\n`],
    ['listen 80 default_server', `listen 127.0.0.1:${at.port} default_server`],
    ['server 127.0.0.1:8080;', at.upstream.map((port) => `server 127.0.0.1:${port} max_fails=0;`).join('\n')],
    ['/var/app/current/', `${at.folder}/app/`],
    ['/var/log/nginx/', `${at.folder}/log/`],
  ];
  return substitutions.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`nginx.conf no longer contains "${from}"; adapt the substitution`);
    return text.replaceAll(from, to);
  }, conf);
}

/** Writes the substituted file and asks nginx whether it is valid. Returns nginx's complaint, empty when there is none. */
export async function checkNginx(): Promise<string> {
  const folder = await prepare();
  await writeConf(folder, { port: 8081, upstream: [8080] });
  const { status, stderr } = spawnSync('nginx', ['-t', '-p', folder, '-c', 'nginx.conf'], { encoding: 'utf8' });
  await rm(folder, { recursive: true });
  return status === 0 ? '' : stderr;
}

/** Starts nginx before the processes on the ports of `upstream` and resolves when it accepts connections. */
export async function startNginx(options: NginxOptions): Promise<LoopbackNginx> {
  const folder = await prepare();
  const port = await freePort();
  await writeConf(folder, { ...options, port });
  const pinned = options.core === undefined ? [] : ['taskset', '-c', String(options.core)];
  const [command = '', ...args] = [...pinned, 'nginx', '-p', folder, '-c', 'nginx.conf', '-g', 'daemon off;'];
  const nginx = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // as servers that have a core of their own
  });
  const endWithUs = () => nginx.kill('SIGTERM');
  process.once('exit', endWithUs);
  let said = '';
  nginx.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!(await accepts(port))) {
    if (nginx.exitCode !== null) throw new Error(`nginx did not start: ${said}`);
  }
  const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    usage: () => usageOf(childrenOf(nginx.pid ?? 0)[0] ?? 0),
    app: join(folder, 'app'),
    log: (which) =>
      which === 'healthd'
        ? readdirSync(join(folder, 'log/healthd'))
            .map((name) => read(join(folder, 'log/healthd', name)))
            .join('')
        : read(join(folder, `log/${which}.log`)),
    async stop() {
      process.off('exit', endWithUs);
      const exited = once(nginx, 'exit');
      nginx.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

const writeConf = (folder: string, options: NginxOptions & { port: number }): Promise<void> =>
  writeFile(join(folder, 'nginx.conf'), onLoopback(readFileSync(CONF, 'utf8'), { ...options, folder }));

async function prepare(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
  await mkdir(join(folder, 'log/healthd'), { recursive: true });
  await mkdir(join(folder, 'app/web/dist/static'), { recursive: true });
  return folder;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() !== undefined));
    socket.on('error', () => setTimeout(() => resolve(false), 20));
  });
}
