import type { Unit } from '../db/unit.ts';
import type { Logger } from '../observability/log.ts';

/** What a person or machine may be inside a tenant. */
export const ROLES = ['admin', 'dispatcher', 'client', 'carrier', 'driver'] as const;
export type MemberRole = (typeof ROLES)[number];

/** Who calls is a member of the tenant, a device that reports, or a recipient with a tracking link. */
export type Role = MemberRole | 'device' | 'recipient';

/** Who calls: taken from a verified token, never from a body, a path or a header. */
export interface Actor {
  readonly kind: 'user' | 'api_key' | 'oauth_client' | 'device' | 'link' | 'system';
  /** `usr_…`, `key_…`, `dev_…`, `lnk_…`; for the system the name of the job. */
  readonly id: string;
  readonly role: Role;
  readonly clientId?: string;
  readonly carrierId?: string;
  readonly scopes?: readonly string[];
  /** The one vehicle that a device reports for. */
  readonly vehicleId?: string;
  /** The one order that a tracking link shows. */
  readonly orderId?: string;
  /** The session behind the token, `ses_…`. */
  readonly sessionId?: string;
}

/** The time by which an answer must be given. */
export interface Deadline {
  /** Milliseconds left, never below 0. */
  remainingMs(): number;
}

/** What every operation knows about its call, signed in or not. */
export interface AnonCtx {
  readonly requestId: string;
  readonly apiVersion: string;
  readonly deadline: Deadline;
  readonly log: Logger;
  /** The caller's address, by the trusted proxies. */
  readonly address: string;
}

/** The context of a call inside a tenant; without one no repository can be asked anything. */
export interface Ctx extends AnonCtx {
  readonly tenantId: string;
  readonly actor: Actor;
  /** The transaction the operation runs in, where it has one. */
  readonly unit?: Unit;
}

/** A deadline `ms` from now. */
export function deadlineIn(ms: number, now: () => number = Date.now): Deadline {
  const at = now() + ms;
  return { remainingMs: () => Math.max(0, at - now()) };
}

/** Whether the caller is known; only then there is a tenant. */
export const isSignedIn = (ctx: AnonCtx | Ctx): ctx is Ctx => 'actor' in ctx;
