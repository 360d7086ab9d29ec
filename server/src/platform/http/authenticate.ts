import { createHash } from 'node:crypto';
import type { Actor } from './context.ts';
import { ScopeMismatch, Unauthenticated } from './errors.ts';

/** Who a valid token belongs to. */
export interface Identity {
  readonly tenantId: string;
  readonly actor: Actor;
  /** Milliseconds since the epoch at which the token ends. */
  readonly expiresAt: number;
}

/** Verifies an access token: signature, time, and that its session was not revoked. Throws `unauthenticated`. */
export type VerifyToken = (token: string) => Promise<Identity>;

/** What a device may say who it is with, as it came. */
export interface DeviceClaim {
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
}

/** Finds the device whose key stands somewhere in a request. Throws `unauthenticated`. */
export type VerifyDevice = (claim: DeviceClaim) => Promise<Identity>;

/** The token of an `Authorization: Bearer …` header; undefined without one. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/=-]{1,4096}) *$/i.exec(header ?? '')?.[1];
}

/** The identity behind the headers, undefined where no token was sent. */
export async function identify(
  verify: VerifyToken,
  headers: { authorization?: string | undefined; 'x-symphonia-client'?: string | string[] | undefined },
): Promise<Identity | undefined> {
  if (headers.authorization === undefined) return undefined;
  const token = bearerOf(headers.authorization);
  if (!token)
    throw Unauthenticated(
      { reason: 'Authorization must be `Bearer <access token>`.' },
      { headers: { 'www-authenticate': 'Bearer' } },
    );
  const identity = await verify(token);
  assertOwn(headers['x-symphonia-client'], identity);
  return identity;
}

/** A request that was prepared by another user of the device must not be sent as this one. */
function assertOwn(header: string | string[] | undefined, identity: Identity): void {
  const own = /(?:^|;)\s*own=([0-9a-f]{16})(?:;|$)/.exec([header ?? ''].flat().join(';'))?.[1];
  if (own === undefined) return;
  const expected = createHash('sha256').update(`${identity.tenantId}|${identity.actor.id}`).digest('hex').slice(0, 16);
  if (own !== expected) throw ScopeMismatch({});
}
