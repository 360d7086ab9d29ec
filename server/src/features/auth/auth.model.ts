import type { FieldError } from '../../platform/errors/app-error.ts';
import type { MemberRole } from '../../platform/http/context.ts';

/** Somebody who may sign in to one tenant. */
export interface User {
  /** `<tenantId>:<id>` */
  readonly _id: string;
  readonly tenantId: string;
  /** `usr_<uuidv7>` */
  readonly id: string;
  readonly name: string;
  /** Lower case; unique in the tenant. */
  readonly email: string;
  readonly passwordHash: string;
  readonly role: MemberRole;
  readonly clientId?: string;
  readonly carrierId?: string;
  readonly createdAt: Date;
  /** Since when nobody is behind it any more. */
  readonly erasedAt?: Date;
}

/** One sign-in on one device. Its refresh tokens are derived from `salt` and `generation`; none is stored. */
export interface Session {
  readonly _id: string;
  readonly tenantId: string;
  /** `ses_<uuidv7>` */
  readonly id: string;
  readonly userId: string;
  readonly salt: string;
  /** Counts the refresh tokens; only the newest is valid, the one before for a grace of a minute. */
  readonly generation: number;
  readonly rotatedAt: Date;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt?: Date;
}

/** How long a used refresh token still gives the same successor: two tabs must not sign each other out. */
export const REFRESH_GRACE_MS = 60_000;
export const SESSION_MS = 30 * 24 * 3_600_000;
export const ACCESS_TOKEN_SECONDS = 600;

/** What a refresh with a token of `generation` means for the session. */
export function judgeRefresh(
  session: Session,
  generation: number,
  now: Date,
): 'rotate' | 'repeat' | 'revoke' | 'ended' {
  if (session.revokedAt !== undefined || session.expiresAt <= now) return 'ended';
  if (generation === session.generation) return 'rotate';
  const inGrace = now.getTime() - session.rotatedAt.getTime() <= REFRESH_GRACE_MS;
  return generation === session.generation - 1 && inGrace ? 'repeat' : 'revoke';
}

/** A client belongs to a client, carriers and drivers to a carrier, staff to neither. */
export function ownershipErrors(user: {
  role: MemberRole;
  clientId?: string | undefined;
  carrierId?: string | undefined;
}): FieldError[] {
  const errors: FieldError[] = [];
  const wants = { clientId: user.role === 'client', carrierId: user.role === 'carrier' || user.role === 'driver' };
  for (const field of ['clientId', 'carrierId'] as const) {
    if (wants[field] && user[field] === undefined)
      errors.push({ pointer: `/${field}`, code: 'required', message: `is required for a ${user.role}.` });
    if (!wants[field] && user[field] !== undefined)
      errors.push({ pointer: `/${field}`, code: 'not_expected', message: `does not belong to a ${user.role}.` });
  }
  return errors;
}
