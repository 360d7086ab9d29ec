import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * The one form of every secret we issue: `<kind>_<tenant>_<secret>`, where `<tenant>` is the tenant's id without its
 * prefix and dashes. So each look-up knows its tenant before it asks the database.
 */
export type SecretKind = 'sk' | 'rt' | 'dk' | 'tl' | 'oc';

export interface ParsedSecret {
  readonly kind: SecretKind;
  readonly tenantId: string;
  readonly secret: string;
}

const FORM = /^(sk|rt|dk|tl|oc)_([0-9a-f]{32})_([A-Za-z0-9._-]{16,200})$/;

/** `ten_0192f0c1-…` becomes `0192f0c1…`. */
const compact = (tenantId: string) => tenantId.slice('ten_'.length).replaceAll('-', '');

/** Puts a secret into its form. */
export const formatSecret = (kind: SecretKind, tenantId: string, secret: string): string =>
  `${kind}_${compact(tenantId)}_${secret}`;

/** Takes a secret apart; undefined when it is not of our form. */
export function parseSecret(text: string): ParsedSecret | undefined {
  const [, kind, hex, secret] = FORM.exec(text) ?? [];
  if (!kind || !hex || !secret) return undefined;
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return { kind: kind as SecretKind, tenantId: `ten_${uuid}`, secret }; // the expression lists the kinds
}

/** 256 random bits as text. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored of a random secret: it has 256 bits, so a fast hash is enough. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** A key of its own for each purpose, all from the one secret of the application. */
export const derivedKey = (appSecret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', appSecret, '', purpose, 32));

/** HMAC-SHA-256 as text. */
export const mac = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('base64url');

/** Compares in constant time; different lengths are different. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
