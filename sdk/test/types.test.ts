import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkTypes, PLACES, programFolder } from './support/check-types.ts';
import { ROOT } from './support/packed.ts';

const folder = mkdtempSync(join(tmpdir(), 'symphonia-types-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The oldest and the newest compiler, with each other setting, are the proof's: `npm run proof -- projects`. */
const SLOW = { timeout: 300_000 }; // a compiler on a busy machine

it.each(PLACES)('the published types let a program for the %s do what is right, and nothing else', SLOW, (place) => {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  if (place === PLACES[0]) programFolder(folder);
  expect(checkTypes(tsc, folder, place, place === 'browser')).toBe('');
});
