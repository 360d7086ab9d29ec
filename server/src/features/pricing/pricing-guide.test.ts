import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type PricingGrid, type QuoteRequest, quote } from './quote.ts';

const guide = readFileSync(new URL('../../../../docs/guides/pricing.md', import.meta.url), 'utf8');

/** The block of the guide with this name after its language. */
function block(name: string): unknown {
  const found = new RegExp(`^\`\`\`json ${name}\\n(.*?)^\`\`\`$`, 'ms').exec(guide)?.[1];
  if (!found) throw new Error(`The guide has no block "${name}".`);
  return JSON.parse(found);
}

it('the worked example of the guide comes out as the guide says', () => {
  // The guide's JSON has the shapes it explains; a wrong one would fail the comparison.
  const quoted = quote(block('grid') as PricingGrid, block('request') as QuoteRequest);

  expect(quoted).toEqual({ ok: true, ...(block('answer') as object) });
  const total = /\*\*total\*\* \| \| \*\*(\d+)\.(\d\d) €\*\*/.exec(guide);
  expect(quoted.ok && quoted.price.total).toBe(Number(`${total?.[1]}${total?.[2]}`));
});
