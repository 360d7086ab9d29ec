import type { Identity } from '../core/auth.ts';
import type { Core } from '../core/core.ts';
import { type Account, createAccount } from '../outbox/account.ts';
import type { OutboxStore } from '../storage/outbox-store.ts';

/**
 * Whose orders a worker handles: of whoever the windows saw last, until he signs out there. The worker's own token never
 * decides, because a cookie may outlive a sign-out; if it speaks for somebody else, nothing is sent.
 */
export function presentAccount(core: Core, store: Pick<OutboxStore, 'meta'>): Account {
  const account = createAccount(core, store);
  const [api] = account.anonymousScope.split('|');
  return {
    ...account,
    async scope() {
      const who = (await store.meta(`who:${api}`)) as Identity | undefined; // written by a window's account
      return who ? account.scopeOf(who) : account.anonymousScope;
    },
  };
}
