import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('a process that keeps its files in MongoDB loads nothing of S3', () => {
  const module = fileURLToPath(new URL('./open-blobs.ts', import.meta.url));
  const script = `await import(${JSON.stringify(module)});
    const loaded = Object.keys((await import('node:module')).default._cache);
    console.log(JSON.stringify([loaded.some((path) => path.includes('/mongodb/')), loaded.filter((path) => path.includes('/@aws-sdk/'))]));`;
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(JSON.parse(told)).toEqual([true, []]);
});
