import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { limits } from '../../server/src/platform/config/limits.ts';

it('the limits that the README of the SDK names are those of the product', () => {
  const readme = readFileSync(new URL('../../sdk/README.md', import.meta.url), 'utf8');
  const { rate, size } = limits;

  expect(readme).toContain(
    `| one user | ${rate.user.limit} requests a minute, ${rate.burst.limit} a second; ${rate.submit.limit} orders a minute in a bucket of their own |`,
  );
  expect(readme).toContain(`| a document | ${size.uploadBytes / 1_048_576} MB |`);
  expect(readme).toContain('| an order | 100 kB |');
  expect(size.bodyBytes).toBeGreaterThanOrEqual(100_000); // what the SDK lets through arrives
});
