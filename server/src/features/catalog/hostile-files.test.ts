import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { limits } from '../../platform/config/limits.ts';
import { checkUpload } from './check-upload.ts';
import { csvRecords } from './csv-records.ts';
import { createTurns } from './turns.ts';

const HEAD = 'name,transportType,unit\n';
/** A file of this line over and over: as often as a body has room for it, unless fewer are said. */
const fileOf = (line: string, lines = (limits.size.bulkBodyBytes - HEAD.length) / line.length) =>
  Buffer.from(HEAD + line.repeat(lines));
const HOSTILE: readonly (readonly [string, string])[] = [
  ['line breaks', '\r'],
  ['lines of one character', 'a\n'],
  ['lines of one quote', '"\n'],
  ['lines of an empty value', '""\n'],
  ['good lines', 'a,ltl,b\n'],
];

async function* inPieces(file: Buffer, bytes: number) {
  for (let at = 0; at < file.length; at += bytes) yield file.subarray(at, at + bytes);
}

/** For how long the loop was held at one time while `work` went on, at most. */
async function heldMs(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  await new Promise((resolve) => setTimeout(resolve, 10));
  delay.disable();
  return delay.max / 1e6;
}
/** Much more than a turn, since the machine may be busy; without turns each of these holds it for longer. */
const HELD_MS = 500;

describe('a file of nothing but', () => {
  it.each(HOSTILE)('%s is refused at the first line too many of its 5 MB, with the limit', async (_what, line) => {
    let taken = 0;
    const pass = async () => {
      for await (const piece of checkUpload(inPieces(fileOf(line), 65_536)).bytes) taken += piece.length;
    };

    const ms = await heldMs(() =>
      expect(pass()).rejects.toMatchObject({
        code: 'malformed_upload',
        message: expect.stringContaining('it has more than 200,000 lines, of which 20,000 may be lines of data'),
      }),
    );

    // Of the piece in which that line is nothing was passed on.
    expect(taken).toBeLessThanOrEqual(HEAD.length + limits.size.importFileLines * line.length);
    expect(ms).toBeLessThan(HELD_MS);
  });

  it.each(HOSTILE)('%s, as many as pass, lets others have their turn while it is read', async (_what, line) => {
    const lines = limits.size.importFileLines - 1;
    const file = fileOf(line, lines);
    const clock = createTurns();
    let [asked, given] = [0, 0];
    const turns = {
      due: () => asked++ % 1_000 === 0 || clock.due(),
      give: () => {
        given += 1;
        return clock.give();
      },
    };

    const ms = await heldMs(async () => {
      for await (const _ of csvRecords(inPieces(file, limits.storage.chunkBytes), ',', turns));
    });

    // Two lines of a quote are one record.
    const records = Math.floor(lines / 2);
    expect(asked).toBeGreaterThanOrEqual(records);
    expect(given).toBeGreaterThanOrEqual(Math.floor(records / 1_000));
    expect(ms).toBeLessThan(HELD_MS);
  });
});
