import { isUtf8 } from 'node:buffer';
import express, { type RequestHandler } from 'express';
import { limits } from '../config/limits.ts';
import { BodyTooLarge, InvalidRequest, MalformedJson, UnsupportedMediaType } from './errors.ts';
import type { OperationRow } from './operation.ts';

/** Reads the body of an operation within its limit, only of the types its contract names. */
export function bodyParser(op: OperationRow): RequestHandler[] {
  if (op.bodyTypes.length === 0) return [];
  const limitBytes = op.bodyLimit === 'large' ? limits.size.bulkBodyBytes : limits.size.bodyBytes;
  const parse = express.json({
    limit: limitBytes,
    type: [...op.bodyTypes],
    strict: true,
    inflate: true,
    verify: assertUtf8,
  });

  const assertType: RequestHandler = (req, _res, next) => {
    const header = req.headers['content-type'] ?? '';
    const sent = header.split(';')[0]?.trim().toLowerCase() ?? '';
    const empty = req.headers['transfer-encoding'] === undefined && Number(req.headers['content-length'] ?? 0) === 0;
    if (empty) {
      const error = { pointer: '', code: 'required', message: 'a JSON body is required.' };
      throw InvalidRequest({ errors: [error] }, { errors: [error] });
    }
    if (!op.bodyTypes.includes(sent)) throw UnsupportedMediaType({ sent: sent || 'missing', expected: op.bodyTypes });
    // JSON is UTF-8 (RFC 8259); the parser would guess at other charsets.
    const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(header)?.[1];
    if (charset !== undefined && !/^utf-?8$/i.test(charset))
      throw UnsupportedMediaType({ sent: `${sent} in ${charset.slice(0, 40)}`, expected: [`${sent} in UTF-8`] });
    next();
  };
  const read: RequestHandler = (req, res, next) =>
    parse(req, res, (error?: unknown) => next(error && translate(error, limitBytes)));
  return [assertType, read];
}

/** The parser would put U+FFFD in the place of every byte it cannot read, and we would store another name. */
function assertUtf8(_req: unknown, _res: unknown, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw new Error('not UTF-8');
}

/** The parser's errors carry a type; each has its own answer. */
function translate(error: unknown, limitBytes: number): unknown {
  const { type, message, status } = error as { type?: string; message?: string; status?: number };
  switch (type) {
    case 'entity.too.large':
      return BodyTooLarge({ limitBytes });
    case 'entity.parse.failed':
      return MalformedJson({ reason: (message ?? 'syntax error').slice(0, 120) });
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return UnsupportedMediaType({ sent: 'an unknown charset or encoding', expected: ['application/json in UTF-8'] });
    case 'request.size.invalid':
    case 'request.aborted':
    case 'stream.encoding.set':
      return MalformedJson({ reason: 'it ended early' });
    case 'entity.verify.failed':
      return MalformedJson({ reason: 'it is not UTF-8' });
    default:
      // Bytes that do not unpack come without a type.
      return status === 400 ? MalformedJson({ reason: 'it could not be read' }) : error;
  }
}
