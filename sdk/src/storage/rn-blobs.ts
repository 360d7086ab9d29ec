import { StorageError } from '../core/errors.ts';
import { fromBase64, toBase64 } from './base64.ts';
import type { Drawer } from './rn-storage.ts';

/**
 * A folder that only this outbox uses, below the app's documents (the system empties its caches). With expo-file-system:
 *
 *     const at = (name) => new File(folder, name);
 *     { write: async (name, bytes) => { at(name).create({ overwrite: true }); await at(name).write(bytes); },
 *       read: async (name) => (at(name).exists ? at(name).bytes() : undefined),
 *       remove: async (name) => { if (at(name).exists) await at(name).delete(); } }
 *
 * With react-native-fs, whose files go as base64 (`toBase64` and `fromBase64` come with this entry):
 *
 *     const at = (name) => `${folder}/${name}`;
 *     { write: (name, bytes) => RNFS.writeFile(at(name), toBase64(bytes), 'base64'),
 *       read: async (name) => (await RNFS.exists(at(name))) ? fromBase64(await RNFS.readFile(at(name), 'base64')) : undefined,
 *       remove: async (name) => { if (await RNFS.exists(at(name))) await RNFS.unlink(at(name)); } }
 */
export interface RnFiles {
  /** The whole file, instead of one of that name. Names are letters, digits and dashes. Resolves when it is written. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** `undefined` when there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Does nothing when there is none. */
  remove(name: string): Promise<void>;
}

/** Documents by the id of their record. */
export interface RnBlobs {
  write(id: string, bytes: Uint8Array): Promise<void>;
  read(id: string): Promise<Uint8Array | undefined>;
  remove(id: string): Promise<void>;
}

const LARGEST_ROW = 1_000_000; // bytes; a third more as text, and Android reads no row above 2 MB

/**
 * Documents in files, or in the storage itself as base64 where they are small enough. The key of a document that lies
 * in a file is written first and empty, so that a file without a record is found again after a crash.
 */
export function createRnBlobs(keys: Drawer, files: RnFiles | undefined): RnBlobs {
  return {
    async write(id, bytes) {
      if (!files && bytes.length > LARGEST_ROW)
        throw new StorageError('quota', `A document of ${bytes.length} bytes needs rnOutbox({ files }).`);
      await keys.set(`b:${id}`, files ? '' : toBase64(bytes));
      if (files) await keys.timely(files.write(id, bytes));
    },
    async read(id) {
      const text = await keys.get(`b:${id}`);
      if (text) return fromBase64(text); // stored before the app had files
      return files && keys.timely(files.read(id));
    },
    async remove(id) {
      if (files) await keys.timely(files.remove(id));
      await keys.remove(`b:${id}`);
    },
  };
}
