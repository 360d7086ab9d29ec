import type { Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { BodyTooLarge, MalformedUpload } from '../../platform/http/errors.ts';

/** What a form says of its file; a part that comes after the file is known when the file has ended. */
export interface FormSaid {
  kind?: string;
  name?: string;
}

/** One field more than is taken, so that the refusal can name it. */
const LIMITS = { parts: 2, files: 1, fields: 2, fieldSize: 100, headerPairs: 10, headerSize: 4_096 };
/** The parser waits for ever for a part it skips, when that begins and ends within one write larger than this. */
const WRITTEN_BYTES = 16 * 1_024;
/** It needs two or three. */
const TURNS = 50;

/**
 * The file of a form (RFC 7578) that has the fields `kind` and `file` and nothing else, in either order. Its bytes are
 * given on as they come; what is wrong with the form is thrown where it shows, at the latest after the file's last byte,
 * so that no form is taken that was cut off or has more. `said` is filled in while the bytes are read.
 */
export async function* formFile(
  source: AsyncIterable<Uint8Array>,
  headers: BusboyHeaders,
  said: FormSaid,
  limitBytes: number,
): AsyncGenerator<Uint8Array> {
  const { form, seen, mistake } = reader(headers, said, limitBytes);
  /** After a mistake nothing is waited for. */
  const unlessWrong = (work: Promise<void>) => Promise.race([mistake, work]);

  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += WRITTEN_BYTES) {
      const piece = chunk.subarray(at, at + WRITTEN_BYTES);
      await unlessWrong(new Promise((resolve) => form.write(piece, () => resolve())));
      // What the parser gave for it; it holds back no more than a border's length.
      yield* seen.splice(0);
    }
  }
  await unlessWrong(ended(form));
  yield* seen.splice(0);
  if (said.name === undefined) throw MalformedUpload({ reason: 'it has no file; send one as the field file' });
  if (said.kind === undefined) throw MalformedUpload({ reason: 'it has no field kind; say what the file is' });
}

/** Everything has been written: the parser ends within a few turns, or never does, with parts behind the last border. */
async function ended(form: Writable): Promise<void> {
  let finished = false;
  form
    .once('finish', () => {
      finished = true;
    })
    .end();
  for (let turns = 0; !finished; turns++) {
    if (turns === TURNS) throw MalformedUpload({ reason: 'it is no whole form' });
    await turn();
  }
}

/** A parser that collects the file's bytes in `seen`; `mistake` is rejected with the first thing that is wrong. */
function reader(headers: BusboyHeaders, said: FormSaid, limitBytes: number) {
  const seen: Uint8Array[] = [];
  let bytes = 0;
  const { promise: mistake, reject: wrong } = Promise.withResolvers<never>();
  // Nobody may be waiting when it shows.
  mistake.catch(() => undefined);
  const malformed = (reason: string) => wrong(MalformedUpload({ reason }));
  const form = open(headers);
  form.on('error', () => malformed('it is no whole form'));
  for (const tooMuch of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) form.on(tooMuch, () => malformed(MORE));
  form.on('field', (field, value, _nameCut, valueCut) => {
    if (field !== 'kind') malformed(`its field ${shown(field)} is not known; send kind and file`);
    else if (said.kind !== undefined) malformed(MORE);
    else if (valueCut) malformed('its field kind is too long');
    else said.kind = value;
  });
  form.on('file', (_field, file, name) => {
    said.name = name ?? '';
    file.on('error', () => malformed('it ended early'));
    file.on('data', (chunk: Uint8Array) => {
      bytes += chunk.length;
      if (bytes > limitBytes) wrong(BodyTooLarge({ limitBytes }));
      else seen.push(chunk);
    });
  });
  return { form, seen, mistake };
}

const MORE = 'it has more than one file and one field kind';

function open(headers: BusboyHeaders) {
  try {
    // A part is the file by its name and not by its own headers, so that each sender's way of writing them will do.
    return new Busboy({ headers, limits: LIMITS, preservePath: true, isPartAFile: (field) => field === 'file' });
  } catch (cause) {
    throw MalformedUpload({ reason: 'its Content-Type names no boundary' }, { cause });
  }
}

const shown = (name: unknown) =>
  typeof name === 'string' && /^[\w.[\]-]{1,40}$/.test(name) ? name : 'of another name';
