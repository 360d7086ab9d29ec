import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file that was built; sizes in bytes. */
export interface Built {
  readonly path: string;
  readonly bytes: number;
  readonly gzipped: number;
}

/** All files below `folder`, relative to it, largest first. */
export async function builtFiles(folder: string): Promise<Built[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const built = await Promise.all(
    files.map(async (file) => {
      const content = await readFile(file);
      return { path: relative(folder, file), bytes: content.length, gzipped: gzipSync(content).length };
    }),
  );
  return built.sort((a, b) => b.bytes - a.bytes);
}

/** How much it is in all, in one phrase: `12 files, 340.1 kB (98.2 kB gzipped)`. */
export function sizeOf(built: readonly Built[]): string {
  const sum = (size: (file: Built) => number) => kilobytes(built.reduce((total, file) => total + size(file), 0));
  return `${built.length} files, ${sum((file) => file.bytes)} (${sum((file) => file.gzipped)} gzipped)`;
}

/** Bytes as people read them: `12.3 kB`. */
export const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`;
