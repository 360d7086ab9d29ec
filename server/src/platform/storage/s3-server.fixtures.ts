import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type S3Credentials, signatureMistake } from './sigv4.fixtures.ts';

/** A multipart upload that is neither completed nor given up. */
interface Begun {
  readonly key: string;
  readonly type: string;
  readonly initiated: Date;
  readonly parts: Map<number, Buffer>;
}

/** An S3 of the test's own: one bucket, in memory, path-style; it checks signatures, hashes and the sizes of parts. */
export interface S3Server {
  readonly url: string;
  readonly bucket: string;
  readonly credentials: S3Credentials;
  readonly objects: ReadonlyMap<string, { readonly bytes: Buffer; readonly type: string }>;
  readonly begun: ReadonlyMap<string, Begun>;
  /** Answers that were errors, by their code. */
  readonly refused: readonly string[];
  /** From now on every answer is this status; undefined: as it should be. */
  fail(status: number | undefined): void;
  close(): Promise<void>;
}

/** All but the last part must have this much (S3: EntityTooSmall). */
const LEAST_PART = 5 * 1_024 * 1_024;

export async function s3Server(bucket = 'symphonia-test'): Promise<S3Server> {
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: randomUUID() };
  const objects = new Map<string, { bytes: Buffer; type: string }>();
  const begun = new Map<string, Begun>();
  const refused: string[] = [];
  let failing: number | undefined;

  const answer = (
    res: ServerResponse,
    status: number,
    headers: Record<string, string> = {},
    body: string | Buffer = '',
  ) => void res.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers }).end(body);
  const refuse = (res: ServerResponse, status: number, code: string) => {
    refused.push(code);
    answer(res, status, XML, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const body = await buffer(req);
    if (failing) return void refuse(res, failing, 'InternalError');
    const mistake = signatureMistake(req, body, credentials);
    if (mistake) return void refuse(res, 403, mistake);
    const { pathname, searchParams: query } = new URL(req.url ?? '/', 'http://host');
    const [, name, ...rest] = pathname.split('/');
    const key = decodeURIComponent(rest.join('/'));
    if (name !== bucket) return void refuse(res, 404, 'NoSuchBucket');
    const type = req.headers['content-type'] ?? 'binary/octet-stream';
    const uploadId = query.get('uploadId');
    const upload = uploadId === null ? undefined : begun.get(uploadId);
    if (uploadId !== null && upload?.key !== key) return void refuse(res, 404, 'NoSuchUpload');

    switch (`${req.method} ${upload ? 'part' : query.has('uploads') ? 'uploads' : 'object'}`) {
      case 'PUT object':
        objects.set(key, { bytes: body, type });
        return void answer(res, 200, { etag: tag(body) });
      case 'GET object':
        return void get(req, res, key);
      case 'DELETE object':
        objects.delete(key);
        return void answer(res, 204);
      case 'POST uploads': {
        const id = randomUUID();
        begun.set(id, { key, type, initiated: new Date(), parts: new Map() });
        return void answer(
          res,
          200,
          XML,
          `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
        );
      }
      case 'GET uploads':
        return void answer(res, 200, XML, listed(query));
      case 'PUT part':
        upload?.parts.set(Number(query.get('partNumber')), body);
        return void answer(res, 200, { etag: tag(body) });
      case 'POST part':
        return void complete(res, uploadId ?? '', body.toString());
      case 'DELETE part':
        begun.delete(uploadId ?? '');
        return void answer(res, 204);
      default:
        return void refuse(res, 405, 'MethodNotAllowed');
    }
  };

  const get = (req: IncomingMessage, res: ServerResponse, key: string): void => {
    const object = objects.get(key);
    if (!object) return void refuse(res, 404, 'NoSuchKey');
    const { bytes, type } = object;
    const range = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range ?? '');
    if (!range) return void answer(res, 200, { 'content-type': type, etag: tag(bytes) }, bytes);
    const [start, end] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
    if (start >= bytes.length) return void refuse(res, 416, 'InvalidRange');
    const headers = { 'content-type': type, 'content-range': `bytes ${start}-${end}/${bytes.length}` };
    return void answer(res, 206, headers, bytes.subarray(start, end + 1));
  };

  const complete = (res: ServerResponse, id: string, xml: string): void => {
    const upload = begun.get(id);
    const parts = [...xml.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
      bytes: upload?.parts.get(Number(/<PartNumber>(\d+)/.exec(part)?.[1])),
      etag: /<ETag>(.*?)<\/ETag>/.exec(part)?.[1]?.replaceAll('&quot;', '"'),
    }));
    if (parts.some(({ bytes, etag }) => !bytes || etag !== tag(bytes))) return void refuse(res, 400, 'InvalidPart');
    const whole = parts.map(({ bytes }) => bytes ?? Buffer.alloc(0));
    if (whole.slice(0, -1).some(({ length }) => length < LEAST_PART)) return void refuse(res, 400, 'EntityTooSmall');
    objects.set(upload?.key ?? '', { bytes: Buffer.concat(whole), type: upload?.type ?? '' });
    begun.delete(id);
    return void answer(
      res,
      200,
      XML,
      '<CompleteMultipartUploadResult><ETag>"whole"</ETag></CompleteMultipartUploadResult>',
    );
  };

  /** One upload a page, so that whoever lists has to turn pages. */
  const listed = (query: URLSearchParams): string => {
    const all = [...begun]
      .map(([id, { key, initiated }]) => ({ id, key, initiated: initiated.toISOString(), at: `${key} ${id}` }))
      .filter(({ key }) => key.startsWith(query.get('prefix') ?? ''))
      .filter(({ at }) => at > `${query.get('key-marker') ?? ''} ${query.get('upload-id-marker') ?? ''}`)
      .sort((a, b) => (a.at < b.at ? -1 : 1));
    const [one] = all;
    const more = all.length > 1;
    const next = more
      ? `<NextKeyMarker>${one?.key}</NextKeyMarker><NextUploadIdMarker>${one?.id}</NextUploadIdMarker>`
      : '';
    const page = one
      ? `<Upload><Key>${one.key}</Key><UploadId>${one.id}</UploadId><Initiated>${one.initiated}</Initiated></Upload>`
      : '';
    return `<ListMultipartUploadsResult><IsTruncated>${more}</IsTruncated>${next}${page}</ListMultipartUploadsResult>`;
  };

  const server = createServer((req, res) => {
    serve(req, res).catch((error: unknown) => res.destroy(error as Error)); // the client went away
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // listens on a port
    bucket,
    credentials,
    objects,
    begun,
    refused,
    fail: (status) => {
      failing = status;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const XML = { 'content-type': 'application/xml' };
const tag = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`;
