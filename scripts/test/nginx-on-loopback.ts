import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const CONF = new URL('../../.platform/nginx/nginx.conf', import.meta.url);

/** nginx running with our file on loopback, before an application on `appPort`. */
export interface LoopbackNginx {
  readonly port: number;
  /** Folder that stands for `/var/app/current`. */
  readonly app: string;
  /** Everything written so far to the access log, the error log and the files of the health agent. */
  log(which: 'access' | 'error' | 'healthd'): string;
  stop(): Promise<void>;
}

/**
 * Our file with only what loopback forces upon us: the port, the upstream's port, the folders, the user, and one worker
 * instead of several, so that lines of the log come in the order of the requests. Everything else runs as it is shipped;
 * a substitution that no longer finds its text throws.
 */
function onLoopback(conf: string, at: { port: number; appPort: number; folder: string }): string {
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${at.folder}/tmp-${n};`);
  const root = userInfo().uid === 0;
  const substitutions: ReadonlyArray<readonly [from: string, to: string]> = [
    ['user nginx;', root ? `user ${userInfo().username};` : ''],
    ['worker_processes auto;', 'worker_processes 1;'],
    ['worker_rlimit_nofile 65536;', ''],
    ['worker_connections 16384;', 'worker_connections 512;'],
    ['pid /var/run/nginx.pid;', `pid ${at.folder}/nginx.pid;`],
    ['include /etc/nginx/mime.types;', existsSync('/etc/nginx/mime.types') ? 'include /etc/nginx/mime.types;' : ''],
    ['http {\n', `http {\n${temp.join('\n')}\n`],
    ['listen 80 default_server;', `listen 127.0.0.1:${at.port} default_server;`],
    ['server 127.0.0.1:8080;', `server 127.0.0.1:${at.appPort};`],
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
  await writeFile(
    join(folder, 'nginx.conf'),
    onLoopback(readFileSync(CONF, 'utf8'), { port: 8081, appPort: 8080, folder }),
  );
  const { status, stderr } = spawnSync('nginx', ['-t', '-p', folder, '-c', 'nginx.conf'], { encoding: 'utf8' });
  await rm(folder, { recursive: true });
  return status === 0 ? '' : stderr;
}

/** Starts nginx before the application on `appPort` and resolves when it accepts connections. */
export async function startNginx(appPort: number): Promise<LoopbackNginx> {
  const folder = await prepare();
  const port = await freePort();
  await writeFile(join(folder, 'nginx.conf'), onLoopback(readFileSync(CONF, 'utf8'), { port, appPort, folder }));
  const nginx = spawn('nginx', ['-p', folder, '-c', 'nginx.conf', '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  nginx.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!(await accepts(port))) {
    if (nginx.exitCode !== null) throw new Error(`nginx did not start: ${said}`);
  }
  const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  return {
    port,
    app: join(folder, 'app'),
    log: (which) =>
      which === 'healthd'
        ? readdirSync(join(folder, 'log/healthd'))
            .map((name) => read(join(folder, 'log/healthd', name)))
            .join('')
        : read(join(folder, `log/${which}.log`)),
    async stop() {
      const exited = once(nginx, 'exit');
      nginx.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

async function prepare(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
  await mkdir(join(folder, 'log/healthd'), { recursive: true });
  await mkdir(join(folder, 'app/web/dist/static'), { recursive: true });
  return folder;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  // A TCP server that listens on a port has an address object, never a pipe's name.
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() !== undefined));
    socket.on('error', () => setTimeout(() => resolve(false), 20));
  });
}
