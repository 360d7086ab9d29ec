import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { releaseFiles } from './contents.ts';

/** What was packed. */
export interface Packed {
  readonly files: number;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * A date whose local time is UTC. The zip format stores local time without a zone, so a plain `Date` would make the
 * archive depend on where it was packed.
 */
class ZonelessDate extends Date {
  override getFullYear(): number {
    return this.getUTCFullYear();
  }
  override getMonth(): number {
    return this.getUTCMonth();
  }
  override getDate(): number {
    return this.getUTCDate();
  }
  override getHours(): number {
    return this.getUTCHours();
  }
  override getMinutes(): number {
    return this.getUTCMinutes();
  }
}

/**
 * Packs `folder` into the zip file `target`, the same bytes for the same content: entries sorted, every time `date`, modes
 * reduced to executable or not. The bytes also depend on the compressor, so a comparison needs the same version of Node.
 *
 * A run that dies leaves a broken `target`; the next run overwrites it.
 */
export async function packRelease(folder: string, target: string, date: Date): Promise<Packed> {
  const paths = await releaseFiles(folder);
  const zip = new ZipFile();
  for (const path of paths) {
    const { mode } = await stat(join(folder, path));
    zip.addFile(join(folder, path), path, {
      mtime: new ZonelessDate(date),
      mode: mode & 0o111 ? 0o100755 : 0o100644,
      compressionLevel: 9,
    });
  }
  zip.end();

  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(zip.outputStream, count, createWriteStream(target));
  return { files: paths.length, bytes, sha256: hash.digest('hex') };
}
