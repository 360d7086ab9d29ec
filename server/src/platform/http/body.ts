import { isUtf8 } from 'node:buffer';
import express, { type RequestHandler } from 'express';
import { limits } from '../config/limits.ts';
import { tooMany } from './body-nodes.ts';
import { BodyTooLarge, InvalidRequest, MalformedJson, UnsupportedMediaType } from './errors.ts';
import { type OperationRow, takesFiles } from './operation.ts';

/** Reads the body of an operation within its limit, only of the types its contract names; a file is left to be read. */
export function bodyParser(op: OperationRow): RequestHandler[] {
  if (op.bodyTypes.length === 0) return [];
  const limitBytes = bodyLimitOf(op);
  if (op.foreign) return foreignBody(limitBytes);
  const guards = [assertType(op), refuseTooLarge(limitBytes)];
  if (takesFiles(op)) return [...guards, refusePacked];
  const parse = express.json({
    limit: limitBytes,
    type: [...op.bodyTypes],
    strict: true,
    inflate: true,
    verify: op.bulk ? assertFewItems : assertUtf8,
  });
  const read: RequestHandler = (req, res, next) =>
    parse(req, res, (error?: unknown) => next(error && translate(error, limitBytes)));
  return [...guards, read];
}

/**
 * The body of an app that we did not write: a form, JSON whatever it is called, or nothing where everything stands in the
 * query.
 */
function foreignBody(limitBytes: number): RequestHandler[] {
  const form = express.urlencoded({ limit: limitBytes, extended: false, parameterLimit: 100 });
  const json = express.json({ limit: limitBytes, type: () => true, strict: true, verify: assertUtf8 });
  return [
    refuseTooLarge(limitBytes),
    (req, res, next) => {
      const parse = /^application\/x-www-form-urlencoded/i.test(req.headers['content-type'] ?? '') ? form : json;
      parse(req, res, (error?: unknown) => next(error && translate(error, limitBytes)));
    },
  ];
}

/** The most bytes an operation's body may have. */
export const bodyLimitOf = (op: OperationRow): number =>
  ({ standard: limits.size.bodyBytes, large: limits.size.bulkBodyBytes, upload: limits.size.uploadBodyBytes })[
    op.bodyLimit
  ];

/** That there is a body, of a type and in a charset that the operation takes. */
const assertType =
  (op: OperationRow): RequestHandler =>
  (req, _res, next) => {
    const header = req.headers['content-type'] ?? '';
    const sent = header.split(';')[0]?.trim().toLowerCase() ?? '';
    const empty = req.headers['transfer-encoding'] === undefined && Number(req.headers['content-length'] ?? 0) === 0;
    if (empty) {
      const message = takesFiles(op) ? 'a file is required.' : 'a JSON body is required.';
      const errors = [{ pointer: '', code: 'required', message }];
      throw InvalidRequest({ errors }, { errors });
    }
    if (!op.bodyTypes.includes(sent)) throw UnsupportedMediaType({ sent: sent || 'missing', expected: op.bodyTypes });
    // JSON is UTF-8 (RFC 8259); the parser would guess at other charsets, and readers of files know no other.
    const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(header)?.[1];
    if (charset !== undefined && !/^utf-?8$/i.test(charset))
      throw UnsupportedMediaType({ sent: `${sent} in ${charset.slice(0, 40)}`, expected: [`${sent} in UTF-8`] });
    next();
  };

/** What says that it is too large need not be begun: the parser would read all of it before it refuses. */
const refuseTooLarge =
  (limitBytes: number): RequestHandler =>
  (req, _res, next) =>
    next(Number(req.headers['content-length'] ?? 0) > limitBytes ? BodyTooLarge({ limitBytes }) : undefined);

/** A file's own bytes count, hashed and kept as they are. */
const refusePacked: RequestHandler = (req, _res, next) => {
  const packed = req.headers['content-encoding'];
  if (packed === undefined || /^identity$/i.test(packed)) return next();
  next(UnsupportedMediaType({ sent: `packed as ${packed.slice(0, 40)}`, expected: ['bytes as they are'] }));
};

/** The parser would put U+FFFD in the place of every byte it cannot read, and we would store another name. */
function assertUtf8(_req: unknown, _res: unknown, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw new Error('not UTF-8');
}

/** Five megabytes of nothing but names and brackets take a third of a second to parse; counting them takes a hundredth. */
function assertFewItems(req: unknown, res: unknown, bytes: Buffer): void {
  assertUtf8(req, res, bytes);
  let nodes = 0;
  for (const byte of bytes) if (byte === COMMA || byte === BRACKET || byte === BRACE) nodes += 1;
  if (nodes > limits.size.bulkNodes) throw Object.assign(new Error('too many'), { type: TOO_MANY });
}

const [COMMA, BRACKET, BRACE] = [0x2c, 0x5b, 0x7b];
const TOO_MANY = 'entity.too.many';
const FORM_TOO_MANY = 'parameters.too.many';

/** The parser's errors carry a type; each has its own answer. */
function translate(error: unknown, limitBytes: number): unknown {
  const { type, message, status } = error as { type?: string; message?: string; status?: number };
  switch (type) {
    case 'entity.too.large':
      return BodyTooLarge({ limitBytes });
    case FORM_TOO_MANY:
      return MalformedJson({ reason: 'its form has more than 100 parameters' });
    case TOO_MANY:
      return tooMany('the body', limits.size.bulkNodes);
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
