import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterAll, expect, it, vi } from 'vitest';
import { isSymphoniaError, type Symphonia, type TokenSource } from '../src/index.ts';
import { isRejected, type Outbox } from '../src/outbox/index.ts';
import type { Tracking } from '../src/tracking/index.ts';
import { anOrderFor, aVersion } from './support/a-trade.ts';
import { aPng } from './support/png.ts';
import { PASSWORD, type RealTenant, realServer } from './support/real-server.ts';

/** What an example takes for granted, or declares at its top. */
type Names = Record<string, unknown>;
const AsyncFunction = (async () => {}).constructor as new (
  ...code: string[]
) => (...values: unknown[]) => Promise<Names>;

vi.stubGlobal('indexedDB', new IDBFactory());
vi.stubGlobal('IDBKeyRange', IDBKeyRange);
const server = await realServer();
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  exports: Record<string, { default: string }>;
};

/** The sources behind an entry of the package. */
const door = (entry: string) =>
  import(new URL(`..${exports[entry]?.default.slice(1).replace(/^\/dist(.*)js$/, '/src$1ts')}`, import.meta.url).href);

/** Runs an example and gives what it declares. */
async function run(example: string, world: Names): Promise<Names> {
  const code = stripTypeScriptTypes(example)
    .replace(/^import (.*) from '@symphonia\/sdk(.*)';$/gm, "const $1 = await door('.$2');")
    .replace('https://api.example.com', server.url);
  const found = [...code.matchAll(/^const (?:\{([^}]*)\}|(\w+))\s*=/gm)].flatMap(([, inside, name]) =>
    name ? [name] : (inside ?? '').split(',').map((part) => part.split(':').pop()?.trim() ?? ''),
  );
  const declared = found.filter((name) => name !== ''); // a type among imports leaves a gap
  const given = Object.entries(world).filter(([name]) => !declared.includes(name)); // it may declare what another did
  const body = `${code}\nreturn { ${declared.join(', ')} };`;
  return new AsyncFunction(...given.map(([name]) => name), body)(...given.map(([, value]) => value));
}

it('every example of the README runs as it stands, against the real server', async () => {
  const sections = readme.split(/^## /m).map((text) => {
    const code = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, example = '']) => example);
    return { title: text.split('\n')[0] ?? '', code };
  });
  const { world, before } = await aWorld();
  let ran = 0;
  for (const { title, code } of sections.filter((section) => section.code.length > 0)) {
    Object.assign(world, await before[title]?.(world));
    for (const example of code) {
      const declared = await run(example, world).catch((error: unknown) => {
        throw new Error(`${String(error)} in this example of the README:\n${example}`, { cause: error });
      });
      Object.assign(world, declared);
      ran++;
    }
  }
  console.log(`${ran} examples of the README ran against the real server`);
  expect(ran).toBe([...readme.matchAll(/^```ts$/gm)].length);
  const { show, render, showProgress, notify } = world as Record<string, ReturnType<typeof vi.fn>>; // made below
  expect(show).toHaveBeenCalledWith(expect.stringMatching(/-/), 'placed');
  expect(render).toHaveBeenCalled();
  expect(showProgress).toHaveBeenLastCalledWith(100);
  expect(notify).toHaveBeenCalled();
}, 60_000);

/** A tenant of the name that the README uses, and what each section needs before its examples. */
async function aWorld() {
  const tenant = await server.tenant('rheinfracht');
  const { sym: admin } = tenant.admin;
  const { data: client } = await admin.clients.create({ name: 'Odenwald Maschinenbau GmbH' });
  const { data: product } = await admin.products.create({ name: 'Euro pallet', transportType: 'ltl', unit: 'pallet' });
  await admin.pricing.createGrid({ name: 'Groupage', transportType: 'ltl', currency: 'EUR', first: aVersion(4500) });
  const { data: carrier } = await admin.carriers.create({
    name: 'EH',
    citiesCovered: ['Magdeburg'],
    transportTypes: ['ltl'],
  });
  const { data: plan } = await admin.plans.create({
    name: 'Basic',
    description: 'x',
    price: { amount: 4900, currency: 'EUR' },
  });
  const buyer = await tenant.person('client', { clientId: client.id });
  const order = { ...anOrderFor(product.id), clientId: client.id };

  type Sym = Symphonia<Tracking> & { readonly outbox: Outbox };
  type World = Names & { readonly sym: Sym; readonly tokens: TokenSource; readonly draft: { id: string } };
  const seen = () => vi.fn(() => {});
  const words = [
    'show',
    'showKeepThisPageOpen',
    'showAge',
    'showLight',
    'showProgress',
    'askToSignIn',
    'save',
    'notify',
  ];
  const world: Names = {
    ...Object.fromEntries(words.map((word) => [word, seen()])),
    door,
    isRejected,
    isSymphoniaError,
  };

  const before: Record<string, (world: World) => Names | Promise<Names>> = {
    Start: () => ({ yourBackend: { refresh: () => Promise.reject(new TypeError('No test lasts that long.')) } }),
    'Sign in': () => ({ email: buyer.email, password: PASSWORD, yourAuth: {} }),
    'Place an order': () => order,
    'Resolve a review': ({ draft }) => ({ id: draft.id }),
    'Change and cancel': async ({ tokens, draft }) => {
      tokens.set(await signedIn(tenant));
      return { id: draft.id };
    },
    'Attach a photo': async ({ sym }) => {
      const { id: orderId, accepted } = await sym.orders.submit(sym.orders.draft(), order);
      await accepted();
      return { orderId, file: new File([aPng(20, 20)], 'Palette.png', { type: 'image/png' }) };
    },
    'Show the queue, and what needs a person': ({ sym }) => {
      const wrong = async () => {
        const { id } = await sym.orders.submit(sym.orders.draft(), {
          ...order,
          clientId: 'cli_00000000-0000-7000-8000-000000000000',
        });
        await vi.waitFor(async () => expect((await sym.outbox.get(id))?.state).toBe('attention'), 10_000);
        return id;
      };
      // The four ways out are shown in one example; each gets a refused order of its own.
      const { replace, retry, cancel, discard } = sym.outbox;
      Object.assign(sym.outbox, {
        replace: async (_: string, body: unknown) => replace(await wrong(), body),
        retry: async () => retry(await wrong()),
        cancel: async () => cancel(await wrong()),
        discard: async (_: string, sure: { confirm: true }) => discard(await wrong(), sure),
      });
      return { correctedOrder: order, render: seen() };
    },
    'Sign out': async ({ sym }) => {
      await sym.outbox.flush();
      return { askWhatToDo: () => 'keep' }; // one that is refused waits
    },
    'Read products without a network': async ({ tokens }) => {
      tokens.set(await signedIn(tenant));
      return {};
    },
    // An app that has seen enough.
    'Live tracking': ({ sym }) => ({ render: vi.fn(() => void setTimeout(() => sym.tracking.close())) }),
    'Jobs, many at once': () => ({
      csv: 'name,transportType,unit\nKiste,ltl,Kiste\n',
      carrierId: carrier.id,
      version: 1,
    }),
    'Change what is not an order': () => ({ planId: plan.id }),
    // Somebody else: the admin may not ask more than 20 times a second.
    Lists: async ({ tokens }) => {
      const { signal } = new AbortController();
      const dispatcher = await tenant.person('dispatcher');
      tokens.set(await dispatcher.tokens.getToken({ force: false, signal }));
      return { signal };
    },
    'Time, retries, raw answers': ({ draft }) => ({ id: draft.id }),
  };
  return { world, before: before as Record<string, (world: Names) => Names | Promise<Names>> }; // each after what it needs
}

/** The admin's tokens, fresh. */
async function signedIn({ admin, slug }: RealTenant) {
  return (await admin.sym.auth.login({ tenant: slug, email: admin.email, password: PASSWORD })).data;
}

afterAll(() => vi.unstubAllGlobals());
