import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

describe('the table of dependencies', () => {
  it('has one line with a reason for each package we depend on, and none for others', () => {
    const depended = ['package.json', 'sdk/package.json', 'web/package.json'].flatMap((path) => {
      // Any package.json has these two maps or lacks them.
      const manifest = JSON.parse(read(path)) as Record<'dependencies' | 'devDependencies', object | undefined>;
      return [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.devDependencies ?? {})];
    });

    const lines = [...read('docs/adr/0002-dependencies.md').matchAll(/^\| `(?<name>[^`]+)` \| .{10,} \|$/gm)];

    expect(lines.map((line) => line.groups?.name).sort()).toEqual([...new Set(depended)].sort());
  });
});
