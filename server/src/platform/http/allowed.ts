import { type AnonCtx, type Ctx, isSignedIn, type Role } from './context.ts';
import type { OperationId } from './contract.gen.ts';
import { ActionNotAllowed, Unauthenticated } from './errors.ts';
import type { OperationRow } from './operation.ts';

/** Throws `unauthenticated` where nobody is signed in. */
export function assertSignedIn(ctx: AnonCtx | Ctx): asserts ctx is Ctx {
  if (!isSignedIn(ctx)) throw needsToken();
}

/** The refusal of a caller without a token. */
export const needsToken = () =>
  Unauthenticated({ reason: 'This operation needs an access token.' }, { headers: { 'www-authenticate': 'Bearer' } });

/** Throws `action_not_allowed` to a role that the contract does not name for the operation. */
export function assertRole(op: OperationRow, id: OperationId, role: Role): void {
  if (op.roles.includes(role)) return;
  throw ActionNotAllowed({ role, action: `call ${id}`, allowedBy: op.roles }, { members: { allowedBy: op.roles } });
}
