import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The pinned Node of this project. The `node` that started us may be older, and npm resolved it before the install. */
export const NODE = join(ROOT, 'node_modules', 'node', 'bin', 'node');

/** Where `up` keeps everything: data, secrets, logs, pid files. Deleting it is a fresh start. */
export const DATA = join(ROOT, '.data');

/** Servers we fetch are kept per user, outside the work tree, so that a second clone does not fetch again. */
export function cacheFolder(env = process.env) {
  return env.SYMPHONIA_CACHE || join(homedir(), '.cache', 'symphonia');
}

/** PATH with the pinned Node and the project's tools first: their `#!/usr/bin/env node` must find the pinned one. */
export function pathWithPinnedNode(path = process.env.PATH ?? '') {
  return [dirname(NODE), join(ROOT, 'node_modules', '.bin'), path].join(delimiter);
}
