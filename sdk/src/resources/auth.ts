import type { Core } from '../core/core.ts';
import type { Resources } from '../generated/resources.ts';

export interface LogoutOptions {
  /** `keep` leaves unfinished orders for this user's return; `discard` removes what the server surely does not have. */
  readonly pending?: 'keep' | 'discard';
}

export interface Auth extends Omit<Resources['auth'], 'logout'> {
  /**
   * Ends the session here and on the server. Throws `PendingOrders` when orders are unfinished and no choice was made.
   * Without a network the server's session runs out by itself; on this device it is over at once.
   */
  logout(options?: LogoutOptions): Promise<void>;
}

export function authOf(core: Core, live: Resources['auth']): Auth {
  return {
    ...live,
    async logout({ pending } = {}) {
      for (const prepare of core.beforeLogout) await prepare(pending);
      try {
        await live.logout({ maxRetries: 0, timeoutMs: 5000 });
      } catch (error) {
        core.logger.info?.('The server was not told.', { error: String(error) });
      }
      core.auth.clear?.();
      for (const tidy of core.afterLogout) await tidy();
    },
  };
}
