import { limits } from '../../platform/config/limits.ts';
import { BodyTooLarge, InvalidRequest, MalformedUpload } from '../../platform/http/errors.ts';
import type { InputOf, Upload } from '../../platform/http/operation.ts';
import { fileNameOf } from './content-disposition.ts';
import { type DocumentKind, isKind, KINDS } from './documents.model.ts';
import { cleanName } from './file-name.ts';
import { type FormSaid, formFile } from './form.ts';

const FORM = 'multipart/form-data';

/** A file on its way in. */
export interface Incoming {
  /** As it comes, at most `uploadBytes`; throws what is wrong with the request where that shows. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What it is said to be; of a form perhaps unknown until `bytes` has ended. Throws `invalid_request` for no kind of ours. */
  kind(): DocumentKind | undefined;
  /** Its cleaned name; undefined until it is known, or when it has none. */
  name(): string | undefined;
}

type Input = InputOf<'uploadDocument'>;
type Headers = Input['headers'];

/** Opens a request that brings a file, as a form or as the bare bytes. Nothing of it is held in memory. */
export function readUpload({ upload, headers, query }: Pick<Input, 'upload' | 'headers' | 'query'>): Incoming {
  if (!upload) throw MalformedUpload({ reason: 'it has no file' }); // a call from a batch, whose bodies are JSON
  return upload.type === FORM ? readForm(upload, headers) : readBare(upload, headers, query.kind);
}

function readForm({ stream }: Upload, headers: Headers): Incoming {
  const said: FormSaid = {};
  const type = { 'content-type': headers['content-type'] ?? '' };
  return {
    bytes: formFile(stream, type, said, limits.size.uploadBytes),
    kind: () => (said.kind === undefined ? undefined : ourKind(said.kind)),
    name: () => cleanName(said.name ?? ''),
  };
}

function readBare({ stream }: Upload, headers: Headers, kind: DocumentKind | undefined): Incoming {
  const { uploadBytes } = limits.size;
  if (Number(headers['content-length'] ?? 0) > uploadBytes) throw BodyTooLarge({ limitBytes: uploadBytes });
  if (kind === undefined) throw refused('/query/kind', 'required', 'is required; say what the file is.');
  const name = cleanName(fileNameOf(headers['content-disposition']) ?? '');
  return { bytes: atMost(uploadBytes, stream), kind: () => kind, name: () => name };
}

async function* atMost(limitBytes: number, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw BodyTooLarge({ limitBytes });
    yield chunk;
  }
}

function ourKind(said: string): DocumentKind {
  if (isKind(said)) return said;
  throw refused('/kind', 'enum', `must be one of ${KINDS.join(', ')}.`);
}

function refused(pointer: string, code: string, message: string) {
  const errors = [{ pointer, code, message }];
  return InvalidRequest({ errors }, { errors });
}
