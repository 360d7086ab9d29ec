import type { Identity } from '../core/auth.ts';
import type { Core } from '../core/core.ts';
import { sha256 } from '../core/sha256.ts';
import { noLongerThan } from '../core/wire.ts';
import type { Shelf } from './shelf.ts';

const TOKEN_PATIENCE_MS = 1500; // a reload without a network must show the catalog within 3 s

/** Whose copies may be read: the signed-in user, else whoever was last on this device and did not sign out. */
export function createReader(core: Core, shelf: Shelf): () => Promise<Identity | undefined> {
  const key = `who|${sha256(core.baseUrl).slice(0, 8)}`;
  let asked: Promise<Identity | undefined> | undefined;
  /** Waited for once: while the answer hangs, whoever asks next goes on without it. */
  const signedIn = () => {
    if (asked) return asked;
    const token = core.token(false);
    asked = noLongerThan(core.clock, TOKEN_PATIENCE_MS, token).catch(() => undefined);
    const settled = () => {
      asked = undefined;
    };
    token.then(settled, settled);
    return asked;
  };
  return async () => {
    const now = core.auth.identity?.() ?? (await signedIn());
    if (!now) return (await shelf.note(key)) as Identity | undefined; // written below
    const who = { tenant: now.tenant, sub: now.sub };
    await shelf.note(key, who);
    return who;
  };
}
