import type { Readable } from 'node:stream';
import { noneMatch } from '../../platform/http/conditional.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { NotFound, RangeNotSatisfiable } from '../../platform/http/errors.ts';
import { askedBytes } from './byte-range.ts';
import { attachment } from './content-disposition.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import type { DocumentRecord } from './documents.model.ts';
import { savedName } from './file-name.ts';
import { getDocument } from './get-document.ts';

export interface Download {
  readonly status: 200 | 206 | 304;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType?: string;
  /** None with 304. */
  readonly body?: Readable;
}

/**
 * The bytes of a document or a part of them, read as they are sent. They go out as what they are, to be saved and never
 * to be run: a stranger's file opened in our name could do what our pages can.
 */
export async function downloadDocument(
  deps: Pick<DocumentsDeps, 'repo' | 'orders' | 'blobs'>,
  ctx: Ctx,
  id: string,
  asked: Readonly<Record<string, string | undefined>>,
): Promise<Download> {
  const document = await getDocument(deps, ctx, id);
  if (document.erasedAt) throw NotFound({ what: 'document' });
  const { bytes, sha256, contentType } = document;
  const etag = `"${sha256}"`;
  const headers = headersOf(document, etag);
  if (noneMatch(asked['if-none-match'], etag)) return { status: 304, headers };

  const part = askedBytes({ range: asked.range, ifRange: asked['if-range'] }, etag, bytes);
  if (part === 'unsatisfiable')
    throw RangeNotSatisfiable({ bytes }, { headers: { 'content-range': `bytes */${bytes}` } });
  const range = part === 'whole' ? undefined : part;
  const body = await deps.blobs.read(ctx, document.blobId, range);
  if (!body) throw new Error(`The bytes of ${document.id} are not in the store.`);
  if (!range) return { status: 200, headers: { ...headers, 'content-length': String(bytes) }, contentType, body };
  const { start, end } = range;
  return {
    status: 206,
    headers: {
      ...headers,
      'content-range': `bytes ${start}-${end}/${bytes}`,
      'content-length': String(end - start + 1),
    },
    contentType,
    body,
  };
}

const headersOf = ({ name, contentType }: DocumentRecord, etag: string): Record<string, string> => ({
  etag,
  'accept-ranges': 'bytes',
  'content-disposition': attachment(savedName(name, contentType)),
  'content-security-policy': 'sandbox',
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store, no-transform',
});
