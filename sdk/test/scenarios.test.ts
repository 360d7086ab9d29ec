import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
const NAMED = /['"`](\d{1,2}): |\(sdk scenario (\d{1,2})\)/g;

it('each scenario from 1 to 31 has a test that is named by its number', () => {
  const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const numbers = new Set(
    files
      .flatMap((file) => [...readFileSync(join(here, file), 'utf8').matchAll(NAMED)])
      .map(([, a, b]) => Number(a ?? b)),
  );
  const missing = Array.from({ length: 31 }, (_, i) => i + 1).filter((number) => !numbers.has(number));
  expect(missing).toEqual([]);
});
