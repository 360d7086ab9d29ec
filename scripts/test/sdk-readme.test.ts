import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { limits } from '../../server/src/platform/config/limits.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const inWords = (count: number) => ({ 5: 'Five', 50: 'Fifty' })[count] ?? String(count);

it('the limits that the README of the SDK names are those of the product', () => {
  const readme = read('sdk/README.md');
  const { rate, size } = limits;

  expect(readme).toContain(
    `| one user | ${rate.user.limit} requests a minute, ${rate.burst.limit} a second; ${rate.submit.limit} orders a minute in a bucket of their own |`,
  );
  const { signInAccount, signInAddress } = rate;
  expect([signInAccount.windowMs, signInAddress.windowMs]).toEqual([900_000, 900_000]);
  expect(readme).toContain(
    `| wrong sign-ins | ${signInAccount.limit} in 15 minutes for each account, ${signInAddress.limit} for each address;`,
  );
  for (const page of [readme, read('sdk/docs/next.md'), read('examples/README.md')]) {
    expect(page).toContain(`${inWords(signInAccount.limit)} wrong sign-ins lock`);
    expect(page).toMatch(new RegExp(`${inWords(signInAddress.limit)} (from one address|wrong sign-ins of all)`, 'i'));
  }
  expect(readme).toContain(`| a document | ${size.uploadBytes / 1_048_576} MB |`);
  expect(readme).toContain('| an order | 100 kB |');
  expect(size.bodyBytes).toBeGreaterThanOrEqual(100_000); // what the SDK lets through arrives
});
