import { join } from 'node:path';
import { type FileFolder, keyOf, namesIn, readIfThere } from './file-folder.ts';
import type { FileShelf } from './file-shelf.ts';
import { removed, replaceFile } from './file-write.ts';
import type { OutboxStore } from './outbox-store.ts';

/** Small facts beside the records, one file each, `{key, value}`. One that is damaged counts as absent. */
export function fileMeta(folder: FileFolder, shelf: FileShelf): OutboxStore['meta'] {
  const pathOf = (key: string) => join(folder.meta, `${keyOf(key)}.json`);
  return (key, ...[set]) => {
    const path = pathOf(key);
    if (set === undefined) return shelf.look(() => read(path)?.value);
    return shelf.alone(() => {
      if (set === null) removed(path);
      else replaceFile(folder.tmp, path, JSON.stringify({ key, value: set }));
      return set ?? undefined;
    });
  };
}

/** All of them, for a store that takes over. */
export function allMeta(folder: FileFolder): { key: string; value: unknown }[] {
  return namesIn(folder.meta).flatMap((name) => read(join(folder.meta, name)) ?? []);
}

function read(path: string): { key: string; value: unknown } | undefined {
  const bytes = readIfThere(path);
  try {
    return bytes && JSON.parse(new TextDecoder().decode(bytes)); // written above
  } catch {
    return undefined;
  }
}
