import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { caller } from '../../server/test/caller.ts';
import { givenTenant } from '../../server/test/given-tenant.ts';
import { testApp } from '../../server/test/test-app.ts';
import { hasTool } from './tool.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'symphonia-release-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const app = await testApp({ ROLES: 'api' });

const git = (...args: string[]) => execFileSync('git', ['-C', ROOT, ...args], { encoding: 'utf8' });

/** The project as it stands, changes included, in a folder of its own: building must not disturb other tests. */
function aCopy(): string {
  const copy = join(folder, 'project');
  execFileSync('git', ['clone', '-q', ROOT, copy]);
  for (const file of git('ls-files', '-mo', '--exclude-standard').split('\n').filter(Boolean)) {
    if (!statSync(join(ROOT, file), { throwIfNoEntry: false })) continue;
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(ROOT, file), join(copy, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

describe('a release', () => {
  it.skipIf(!hasTool('unzip', 'apt-get install unzip'))(
    'is small, starts from its zip alone, serves, says what it is, and stops',
    { timeout: 300_000 },
    async () => {
      const copy = aCopy();
      execFileSync(process.execPath, ['scripts/src/release.ts', '--build', '4711'], { cwd: copy, stdio: 'pipe' });
      const zip = join(copy, 'release', readdirSync(join(copy, 'release'))[0] as string);
      const unpacked = join(folder, 'unpacked');
      execFileSync('unzip', ['-q', zip, '-d', unpacked]);
      expect(statSync(zip).size).toBeLessThan(40e6);

      const { config } = app;
      const server = spawn('scripts/start.sh', ['api,realtime,worker'], {
        cwd: unpacked,
        env: {
          PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
          NODE_ENV: 'production',
          DRAIN_SECONDS: '0',
          MONGODB_URI: config.mongoUrl,
          REDIS_URL: config.redisUrl,
          SMTP_URL: config.smtpUrl,
          APP_SECRET: config.appSecret,
          JWT_KEYS: JSON.stringify(config.jwtKeys),
          PORT: '0',
          METRICS_PORT: '0',
          TRUST_PROXY_HOPS: '1',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ready = await new Promise<{ port: number; readyAfterMs: number }>((resolve, reject) => {
        server.once('exit', (code) => reject(new Error(`The release ended with ${code}.`)));
        createInterface({ input: server.stdout }).on('line', (line) => {
          const entry = JSON.parse(line) as { msg: string; port: number; readyAfterMs: number };
          if (entry.msg === 'ready') resolve(entry);
        });
      });
      const rssMb = Math.round(
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024,
      );
      const url = `http://127.0.0.1:${ready.port}`;
      const tenant = await givenTenant(app);
      const there = caller(url, { address: tenant.address, token: tenant.admin.token as string });
      await there.post('/products', { name: 'Euro pallet', transportType: 'ltl', unit: 'pallet' });
      const products = await there.get('/products');
      const health = await there.get('/health');
      const page = await fetch(url);
      server.kill('SIGTERM');
      const [code] = (await once(server, 'exit')) as [number | null];
      console.info(
        `release: ${(statSync(zip).size / 1e6).toFixed(1)} MB, ready after ${ready.readyAfterMs} ms, ${rssMb} MB resident`,
      );

      expect(products.body.data).toHaveLength(1);
      expect(health.body).toMatchObject({ status: 'ok', version: '0.1.0', build: '4711' });
      expect(health.body.commit).toMatch(/^[0-9a-f]{40}/);
      expect([page.status, page.headers.get('content-type')?.split(';')[0]]).toEqual([200, 'text/html']);
      expect(code).toBe(0);
    },
  );
});
