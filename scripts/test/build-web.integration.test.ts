import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildWeb } from '../src/build/web.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'symphonia-web-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function given(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}
const built = (path: string) => readFileSync(join(root, 'web/dist', path), 'utf8');

const PAGES = {
  'web/src/index.html': '<link rel="stylesheet" href="./app.css"><script type="module" src="./app.ts"></script>',
  'web/src/app.ts': "import { city } from './parts/city.ts';\nconst name: string = city;\ndocument.title = name;",
  'web/src/parts/city.ts': "export const city: string = 'Köln';",
  'web/src/app.css': 'body { color: teal; }',
  'web/src/sw.ts': "self.addEventListener('fetch', () => {});",
  'web/public/robots.txt': 'User-agent: *',
};

it('gives what may be cached for ever a name of its content, and keeps the names that browsers know', async () => {
  given(PAGES);
  await buildWeb(root, { minify: true });

  const page = built('index.html');
  const [, style = '', script = ''] =
    /href="(\/static\/app\.\w{8}\.css)".*src="(\/static\/app\.\w{8}\.js)"/.exec(page) ?? [];
  expect(built(script)).toContain('K\\xF6ln');
  expect(built(style)).toContain('teal');
  expect(existsSync(join(root, 'web/dist/sw.js'))).toBe(true);
  expect(built('robots.txt')).toBe('User-agent: *');
});

it('gives another name to what has changed and the same to what has not', async () => {
  given(PAGES);
  await buildWeb(root, { minify: true });
  const before = readdirSync(join(root, 'web/dist/static')).sort();

  given({ 'web/src/parts/city.ts': "export const city: string = 'Mainz';" });
  await buildWeb(root, { minify: true });
  const after = readdirSync(join(root, 'web/dist/static')).sort();

  expect(after).toHaveLength(2);
  expect(before.filter((name) => after.includes(name))).toEqual(before.filter((name) => name.endsWith('.css')));
});

it('builds nothing where there are no pages', async () => {
  expect(await buildWeb(root, { minify: true })).toBeUndefined();
});
