import type { AuthProvider } from '../core/auth.ts';
import { AuthRequired } from '../core/errors.ts';

/**
 * Signs in with the token of a tracking link (`tl_…`): for the page of a recipient, who has no account. It can do no
 * more than `tracking.public(token)` and `tracking.subscribe({ delivery: orderId })`. A token that the server refuses
 * has expired or was revoked, which is final: `AuthRequired`.
 */
export function linkAuth(token: string): AuthProvider {
  return {
    async getToken({ force }) {
      if (force) throw new AuthRequired('The tracking link has ended.');
      // Nobody by name: then no `own=` is sent. When it ends is the server's to say.
      return { token, sub: '', tenant: '', expiresAt: Number.MAX_SAFE_INTEGER };
    },
  };
}
