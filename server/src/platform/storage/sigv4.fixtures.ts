import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may use the test's S3. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const FORM =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/;
/** S3 refuses what was signed longer ago. */
const FRESH_MS = 15 * 60_000;

/**
 * Why S3 would refuse this request, by the rules of Signature Version 4: undefined when it is signed by these
 * credentials, today, for this body. `host` and every `x-amz-` header must have been signed.
 */
export function signatureMistake(req: IncomingMessage, body: Buffer, credentials: S3Credentials): string | undefined {
  const found = FORM.exec(req.headers.authorization ?? '');
  if (!found) return 'AccessDenied';
  const [, accessKeyId = '', day = '', region = '', names = '', signature = ''] = found;
  if (accessKeyId !== credentials.accessKeyId) return 'InvalidAccessKeyId';

  const header = (name: string) => [req.headers[name] ?? ''].flat().join(',').trim().replaceAll(/ +/g, ' ');
  const signed = names.split(';');
  const unsigned = ['host', ...Object.keys(req.headers).filter((name) => name.startsWith('x-amz-'))].filter(
    (name) => !signed.includes(name),
  );
  if (unsigned.length > 0) return 'AccessDenied';
  const date = header('x-amz-date');
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!date.startsWith(day) || !(Math.abs(Date.now() - at) < FRESH_MS)) return 'RequestTimeTooSkewed';
  const hash = header('x-amz-content-sha256');
  if (hash !== sha256(body)) return 'XAmzContentSHA256Mismatch';

  const { pathname, search } = new URL(req.url ?? '/', 'http://host');
  const canonical = [
    req.method,
    pathname,
    canonicalQuery(search),
    ...signed.map((name) => `${name}:${header(name)}`),
    '',
    names,
    hash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${credentials.secretAccessKey}`, day), region));
  const right = hmac(key, toSign);
  return timingSafeEqual(right, Buffer.from(signature, 'hex')) ? undefined : 'SignatureDoesNotMatch';
}

/** Sorted by name; both sides percent-encoded as they came. */
const canonicalQuery = (search: string): string =>
  search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .sort()
    .join('&');
