import { type AccessToken, type AuthProvider, isFinalAuthError } from '../core/auth.ts';
import { systemClock } from '../core/clock.ts';
import { AuthRequired, ConnectionError } from '../core/errors.ts';
import { noLongerThan } from '../core/wire.ts';
import { type WindowOfWorker, type WorkerScope, workerScope } from './scope.ts';

/** What the worker asks a window, with a port for the answer. */
interface Question {
  readonly sym: 'token';
  readonly force: boolean;
}
/** A token; or that nobody is signed in there; or that the window could not tell. */
type Lent = { readonly token: AccessToken } | { readonly nobody: boolean };

/** A window in the background may be frozen and never answer. */
const PATIENCE_MS = 2_000;

/**
 * The worker's tokens, for apps whose session lives in their windows: asks the open ones, one after the other, each
 * time. Nothing is kept here, so a sign-out counts at once. With no window open nobody is signed in, and the queue
 * waits.
 */
export function askWindows({ scope = workerScope() }: { scope?: WorkerScope } = {}): AuthProvider {
  return {
    async getToken({ force }) {
      const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
      let silent = false;
      for (const window of windows) {
        const lent = await ask(window, force).catch(() => ({ nobody: false }));
        if ('token' in lent) return lent.token;
        silent ||= !lent.nobody;
      }
      if (silent) throw new ConnectionError('No window could tell.');
      throw new AuthRequired('Nobody is signed in.');
    },
  };
}

async function ask(window: WindowOfWorker, force: boolean): Promise<Lent> {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<Lent>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<Lent>) => resolve(data);
  });
  window.postMessage({ sym: 'token', force } satisfies Question, [port2]);
  // Also when it stays silent the port is given back.
  return noLongerThan(systemClock(), PATIENCE_MS, answer).finally(() => port1.close());
}

/**
 * Call it in each window: answers the worker's `askWindows()` with this window's token. Tokens go from memory to memory,
 * to the worker of this origin only. Returns the function that stops it.
 */
export function lendToken(auth: Pick<AuthProvider, 'getToken'>): () => void {
  const worker = globalThis.navigator?.serviceWorker;
  if (!worker) return () => {}; // an insecure page, or no browser at all
  const answer = ({ data, ports }: MessageEvent<Partial<Question> | undefined>) => {
    const [port] = ports;
    if (data?.sym !== 'token' || !port) return;
    auth.getToken({ force: data.force === true, signal: new AbortController().signal }).then(
      (token) => port.postMessage({ token } satisfies Lent),
      (error) => port.postMessage({ nobody: isFinalAuthError(error) } satisfies Lent),
    );
  };
  worker.addEventListener('message', answer);
  worker.startMessages(); // or what came before the page had loaded lies there for ever
  return () => worker.removeEventListener('message', answer);
}
