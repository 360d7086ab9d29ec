import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { testApp } from '../../../test/test-app.ts';
import { aNewGrid } from '../pricing/pricing.fixtures.ts';
import { aFlatVersion, givenContracting } from './contracts.fixtures.ts';

const app = await testApp();
const guide = readFileSync(new URL('../../../../docs/guides/contracts.md', import.meta.url), 'utf8');

/** Every request of the guide with the answer it shows, in order. */
const STEPS = [
  ...guide.matchAll(/^```http\n(POST|PATCH) (\S+)\n(?:If-Match: ([^\n]+)\n)?\n(.*?)^```\n```json (\d+)\n(.*?)^```$/gms),
].map(([, method = '', path = '', ifMatch, body = '', status, answer = '']) => ({
  method: method.toLowerCase() as 'post' | 'patch', // by the expression above
  path,
  body,
  headers: ifMatch === undefined ? {} : { 'If-Match': ifMatch },
  status: Number(status),
  answer,
}));

/** What each grid of the guide's table says to its transport. */
const totalOf = (name: string) => Number(new RegExp(`^\\| \`\\{${name}\\}\`.*\\| (\\d+) \\|$`, 'm').exec(guide)?.[1]);

it('the guide can be followed from its first request to its last, and the answers are as it says', async () => {
  const given = await givenContracting(app);
  const { tenant, made, clientId, carrierId, standardId } = given;
  const aGrid = (name: string) =>
    made('/pricing-grids', aNewGrid({ standard: false, first: aFlatVersion(totalOf(name)) }));
  const known: Record<string, string> = {
    clientId,
    carrierId,
    standardId,
    gridId: await aGrid('gridId'),
    nextGridId: await aGrid('nextGridId'),
    costGridId: await aGrid('costGridId'),
    productId: await made('/products', { name: 'Euro pallet', transportType: 'ltl', unit: 'pallet' }),
  };
  await tenant.admin.patch(
    `/carriers/${carrierId}`,
    { citiesCovered: ['Darmstadt', 'Frankfurt am Main'] },
    { 'If-Match': 'W/"v1"' },
  );
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole);
  /** Learns the ids that an answer shows for the first time. */
  const learn = (shown: unknown, got: unknown): void => {
    if (typeof shown === 'string') {
      const name = /^\{(\w+)\}$/.exec(shown)?.[1];
      if (name && typeof got === 'string') known[name] ??= got;
    } else if (typeof shown === 'object' && shown && typeof got === 'object' && got) {
      for (const [name, value] of Object.entries(shown)) learn(value, (got as Record<string, unknown>)[name]); // both are objects
    }
  };

  for (const { method, path, body, headers, status, answer } of STEPS) {
    const got = await tenant.admin.raw(method, filled(path), filled(body), headers);
    learn(JSON.parse(answer), got.body);
    expect(got, `${path}: ${got.text}`).toMatchObject({ status, body: JSON.parse(filled(answer)) });
  }

  expect(STEPS).toHaveLength(guide.match(/^```http$/gm)?.length ?? 0);
  const standard = await tenant.admin.post('/quotes', { ...JSON.parse(filled(quoteOf())), clientId: undefined });
  expect(standard.body.price.total).toBe(totalOf('standardId'));
});

/** The body of the guide's quote. */
const quoteOf = (): string => STEPS.find(({ path }) => path === '/quotes')?.body ?? '{}';
