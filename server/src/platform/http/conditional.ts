import { createHash } from 'node:crypto';
import { InvalidRequest, PreconditionRequired, VersionMismatch } from './errors.ts';

/**
 * The weak tag of a version: `W/"v7"`. Weak, because compression and intermediaries weaken tags anyway. What is shown
 * beside the version and changes without it makes the tag another one (`W/"v7.x1Yz…"`), which as `If-Match` still says v7.
 */
export const versionTag = (version: number, beside?: object): string =>
  `W/"v${version}${beside === undefined ? '' : `.${digest(JSON.stringify(beside)).slice(0, 12)}`}"`;

/** The weak tag of some bytes. */
export const contentTag = (bytes: string | Buffer): string => `W/"${digest(bytes).slice(0, 22)}"`;

const digest = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('base64url');

/** Reads `If-Match`: a version, `*`, or nothing when it was not sent. Strong and weak forms count the same. */
export function parseIfMatch(header: string | undefined): number | '*' | undefined {
  if (header === undefined) return undefined;
  const value = header.trim();
  if (value === '*') return '*';
  const version = /^(?:W\/)?"v([1-9][0-9]{0,9})(?:\.[\w-]{12})?"$/.exec(value)?.[1];
  if (!version) {
    const error = { pointer: '/header/If-Match', code: 'pattern', message: 'must be a tag such as W/"v7".' };
    throw InvalidRequest({ errors: [error] }, { errors: [error] });
  }
  return Number(version);
}

/** The version a change was based on. `*` only where `allowAny`. */
export function requireIfMatch(ifMatch: number | '*' | undefined, options: { allowAny?: boolean } = {}): number | '*' {
  if (ifMatch === undefined || (ifMatch === '*' && !options.allowAny))
    throw PreconditionRequired({ example: versionTag(7) });
  return ifMatch;
}

/** Throws `version_mismatch` when the stored version is another than the one seen. */
export function assertVersion(ifMatch: number | '*', current: number): void {
  if (ifMatch !== '*' && ifMatch !== current) {
    throw VersionMismatch(
      { sent: ifMatch, current },
      { members: { currentVersion: current }, headers: { etag: versionTag(current) } },
    );
  }
}

/** Whether `If-None-Match` names this tag (weak comparison, RFC 9110 section 13.1.2). */
export function noneMatch(header: string | undefined, etag: string): boolean {
  if (!header) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((tag) => opaque(tag) === opaque(etag));
}
