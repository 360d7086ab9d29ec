import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import * as sdk from '../src/index.ts';
import { memoryOutbox, outbox } from '../src/outbox/index.ts';
import { fakeSymphonia } from '../src/testing/index.ts';
import { anOrderFor } from './support/a-trade.ts';
import { type Block, blocksOf, DOORS, pages } from './support/doc-blocks.ts';
import { typeErrors } from './support/doc-types.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
type Names = Record<string, unknown>;
const PRODUCT = 'prd_00000000-0000-7000-8000-000000000000';
const texts = pages();
const blocks = [...texts].flatMap(([page, text]) => blocksOf(page, text));
const named = (page: string, file: string): Block => {
  const found = blocks.find((block) => block.page === page && block.file === file);
  if (!found) throw new Error(`The page ${page} has no file ${file}.`);
  return found;
};

/**
 * Runs a block as the body of a function, with its imports from the sources and from `modules`; gives what it exports.
 */
async function run(block: Block, given: Names = {}, modules: Names = {}): Promise<Names> {
  const exported = [...block.code.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(([, name]) => name);
  const code = stripTypeScriptTypes(block.code)
    .replace(/^import (.*) from '(.*)';$/gm, (_, what: string, from: string) => {
      const name = what.startsWith('{') ? what : (/^\* as (.*)$/.exec(what)?.[1] ?? `{ default: ${what} }`);
      return `const ${name} = await door('${from}');`;
    })
    .replace(/^export /gm, '');
  const AsyncFunction = (async () => {}).constructor as new (...code: string[]) => (...values: unknown[]) => never;
  const make = new AsyncFunction('door', ...Object.keys(given), `${code}\nreturn { ${exported.join(', ')} };`);
  return make((door: string) => modules[door] ?? import(DOORS.get(door) ?? door), ...Object.values(given));
}

it('every example of the README, of docs/ and of examples/ type-checks', () => {
  expect(blocks.length).toBeGreaterThan(40);
  expect(typeErrors(blocks)).toEqual([]);
}, 180_000);

describe('what cannot run in the test of the README', () => {
  it('React: hooks.ts is the file that the example runs in a browser', () => {
    expect(named('react', 'hooks.ts').code).toBe(read('../../examples/react/hooks.ts'));
  });

  it('Vue: the queue and the products are shown, and the listening ends with the scope', async () => {
    const { api, sym } = givenApp();
    const online = api.fault.when(({ method }) => (method === 'POST' ? 'drop-request' : undefined));
    const made = await run(named('vue', 'use-symphonia.ts'));
    const { useQueue, useProducts } = made as Record<string, (it: unknown) => Record<string, { value: unknown[] }>>; // composables
    const scope = effectScope();
    const shown = scope.run(() => ({ ...useQueue?.(sym), ...useProducts?.(sym) }));
    await sym.orders.submit(sym.orders.draft(), anOrderFor(PRODUCT));
    await vi.waitFor(() => expect(shown?.records?.value).toHaveLength(1));
    await vi.waitFor(() => expect(shown?.products?.value).toEqual([{ id: PRODUCT, name: 'Euro pallet' }]));
    scope.stop();
    online();
    expect(await sym.outbox.flush()).toEqual({ pending: 0 });
    expect(shown?.records?.value).toHaveLength(1);
    await sym.close();
  });

  it('React Native: an order and a large photo wait in the phone, survive the end of the app, and arrive', async () => {
    const api = fakeSymphonia({ baseUrl: 'https://api.example.com/api/v1' });
    const auth = api.signIn('ada');
    const phone = new Map<string, string>();
    const modules = {
      '@react-native-async-storage/async-storage': { default: asyncStorage(phone) },
      '@react-native-community/netinfo': { default: { addEventListener: () => () => {} } },
      'react-native': { AppState: { addEventListener: () => ({ remove() {} }) } },
      'expo-crypto': { getRandomBytes: (n: number) => crypto.getRandomValues(new Uint8Array(n)) },
      'expo-file-system/legacy': expoFiles(phone),
    };
    vi.stubGlobal('fetch', api.fetch);
    const { files } = await run(named('react-native', 'files.ts'), {}, modules);
    const start = async () => {
      const yourBackend = { refresh: () => auth.getToken({ force: false, signal: new AbortController().signal }) };
      return (await run(named('react-native', 'symphonia.ts'), { files, yourBackend }, modules)).sym as sdk.Symphonia; // what it exports
    };
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(1_500_000, 7)]);
    const photo = { base64: jpeg.toString('base64') };

    const online = api.fault.always('drop-request');
    const first = await start();
    const { id, durability } = await first.orders.submit(first.orders.draft(), anOrderFor(PRODUCT));
    const { fromBase64 } = await import('../src/storage/rn-outbox.ts');
    await run(named('react-native', 'attach.ts'), { sym: first, orderId: id, photo, fromBase64 });
    await first.close();
    online();
    const second = await start();
    const left = await second.outbox.flush();
    await second.close();

    expect(durability).toBe('disk');
    expect(left).toEqual({ pending: 0 });
    expect([...api.orders.keys()]).toEqual([id]);
    expect(api.documents.size).toBe(1);
    vi.unstubAllGlobals();
  }, 20_000);

  it('Next: the route renews by the cookie, keeps the refresh token to itself, and signs nobody out in bad weather', async () => {
    const api = fakeSymphonia({ baseUrl: 'https://api.example.com/api/v1' });
    api.signIn('ada');
    const { sym: login } = givenApp(api);
    const { data } = await login.auth.login({
      tenant: 'ten_1',
      email: 'ada@test.example',
      password: 'correct horse battery',
    });
    vi.stubGlobal('fetch', api.fetch);
    const { POST } = (await run(named('next', 'route.ts'))) as { POST: (request: Request) => Promise<Response> };
    const ask = (cookie: string) =>
      POST(new Request('https://shop.example/api/session', { method: 'POST', headers: { cookie } }));

    const renewed = await ask(`sym=${data.refreshToken}`);
    expect(await renewed.json()).toMatchObject({ accessToken: expect.stringMatching(/^at_/), sub: 'ada' });
    expect(renewed.headers.get('set-cookie')).toMatch(/^sym=rt_.*HttpOnly; Secure/);
    expect((await ask('')).status).toBe(401);
    expect((await ask('sym=rt_nobody')).status).toBe(401);
    api.fault.always('drop-request');
    expect((await ask(`sym=${data.refreshToken}`)).status).toBe(503);
    vi.unstubAllGlobals();
  }, 20_000);

  it.each([
    ['test.ts', 5],
    ['live.ts', 2],
  ])('testing: the example %s runs as it stands', async (file, asserted) => {
    const assert = vi.spyOn(console, 'assert').mockImplementation((right) => expect(right).toBe(true));
    await run(named('testing', file), { order: anOrderFor(PRODUCT) });
    expect(assert).toHaveBeenCalledTimes(asserted);
    assert.mockRestore();
  });
});

describe('the README', () => {
  const readme = texts.get('README') ?? '';

  it('says what is promised, and leads to pages that are there and are packed', () => {
    expect(readme).toContain(
      "> An order is never lost after `submit()` resolves with `durability: 'disk'`, unless the browser or the user deletes the site's data. It is never doubled.",
    );
    const { files } = JSON.parse(read('../package.json')) as { files: string[] };
    const led = [...readme.matchAll(/\]\(\.\/([^)#]+)/g)].map(([, path = '']) => path);
    expect(led.length).toBeGreaterThan(5);
    for (const path of led) {
      expect(existsSync(new URL(`../${path}`, import.meta.url)), path).toBe(true);
      expect(files).toContain(path.split('/')[0]);
    }
  });

  it('has every error in its table, and only codes that exist', () => {
    const table = readme.split('\n## Errors\n')[1]?.split('\n## ')[0] ?? '';
    const rows = [...table.matchAll(/^\| `(\w+)` \| (.*?) \|/gm)];
    const classes = Object.values(sdk).flatMap((thing) =>
      typeof thing === 'function' && thing.prototype instanceof Error ? [thing.name] : [],
    );
    expect([...new Set(rows.flatMap(([, name]) => (name === 'name' ? [] : [name])))].sort()).toEqual(classes.sort());
    const codes = rows.flatMap(([, , all = '']) => [...all.matchAll(/`(\w+)`/g)].map(([, code = '']) => code));
    const words = new Set([read('../../openapi.yaml'), ...sources()].flatMap((text) => text.match(/\w+/g) ?? []));
    expect(codes.filter((code) => !words.has(code.replace(/^storage_/, '')))).toEqual([]);
  });
});

it('api.md cuts no sentence, says of each member of ours what it is, and shows what an order is made of', () => {
  const lines = read('../api.md').split('\n');
  expect(lines.filter((line) => (line.match(/`/g) ?? []).length % 2 === 1)).toEqual([]);
  expect(lines.filter((line) => /^\*\*`\w+`\*\* {2}/.test(line))).toEqual([]);
  let ours = false;
  const silent = lines.filter((line) => {
    if (/^\| \w+/.test(line)) ours = /does/.test(line); // the head of a table; the contract's own words are its own
    return ours && /^\| `(?:[^`]|`(?! \|))*` \| {2}\|/.test(line);
  });
  expect(silent).toEqual([]);
  expect(lines.find((line) => line.startsWith('| `baseUrl: string` |'))).toContain('https://api.example.com/api/v1');
  for (const member of ['lines: OrderLine[]', 'weightGrams: number', 'coordinates: [number, number]', 'status: '])
    expect(lines.some((line) => line.startsWith(`| \`${member}`))).toBe(true);
});

/** As the package's, in memory. */
const asyncStorage = (phone: Map<string, string>) => ({
  getItem: async (key: string) => phone.get(key) ?? null,
  setItem: async (key: string, value: string) => void phone.set(key, value),
  removeItem: async (key: string) => void phone.delete(key),
  getAllKeys: async () => [...phone.keys()].filter((key) => !key.startsWith('file:')),
  multiGet: async (keys: readonly string[]) => keys.map((key) => [key, phone.get(key) ?? null] as const),
});

const expoFiles = (phone: Map<string, string>) => ({
  documentDirectory: 'file:///app/',
  makeDirectoryAsync: async () => {},
  writeAsStringAsync: async (path: string, text: string) => void phone.set(path, text),
  readAsStringAsync: async (path: string) => phone.get(path),
  getInfoAsync: async (path: string) => ({ exists: phone.has(path) }),
  deleteAsync: async (path: string) => void phone.delete(path),
});

/** The SDK's own files. */
const sources = () =>
  ['', 'core/', 'outbox/', 'cache/'].flatMap((folder) =>
    readdirSync(new URL(`../src/${folder}`, import.meta.url))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => read(`../src/${folder}${name}`)),
  );

function givenApp(api = fakeSymphonia()) {
  api.products = [{ id: PRODUCT, name: 'Euro pallet' }];
  const auth = api.signIn('ada');
  const store = outbox(memoryOutbox());
  return { api, sym: sdk.createSymphonia({ baseUrl: api.baseUrl, fetch: api.fetch, auth, outbox: store }) };
}
