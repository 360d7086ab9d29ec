import express, { type RequestHandler } from 'express';
import { limits } from '../config/limits.ts';
import { BodyTooLarge, InvalidRequest, MalformedJson, UnsupportedMediaType } from './errors.ts';
import type { OperationRow } from './operation.ts';

/** Reads the body of an operation within its limit, only of the types its contract names. */
export function bodyParser(op: OperationRow): RequestHandler[] {
  if (op.bodyTypes.length === 0) return [];
  const limitBytes = op.bodyLimit === 'large' ? limits.size.bulkBodyBytes : limits.size.bodyBytes;
  const parse = express.json({ limit: limitBytes, type: [...op.bodyTypes], strict: true, inflate: true });

  const assertType: RequestHandler = (req, _res, next) => {
    const sent = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    const empty = req.headers['transfer-encoding'] === undefined && Number(req.headers['content-length'] ?? 0) === 0;
    if (empty) {
      const error = { pointer: '', code: 'required', message: 'a JSON body is required.' };
      throw InvalidRequest({ errors: [error] }, { errors: [error] });
    }
    if (!op.bodyTypes.includes(sent)) throw UnsupportedMediaType({ sent: sent || 'missing', expected: op.bodyTypes });
    next();
  };
  const read: RequestHandler = (req, res, next) =>
    parse(req, res, (error?: unknown) => next(error && translate(error, limitBytes)));
  return [assertType, read];
}

/** The parser's errors carry a type; each has its own answer. */
function translate(error: unknown, limitBytes: number): unknown {
  const { type, message } = error as { type?: string; message?: string };
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
    default:
      return error;
  }
}
