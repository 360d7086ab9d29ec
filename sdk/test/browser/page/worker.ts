import { AuthRequired, askWindows, symphoniaWorker, tokenSource } from '../../../src/sw/index.ts';
import { shell } from './shell.ts';

/** An app's service worker: its own page, and the queue. `/sw.js?ask` has its tokens from the windows. */
const fromCookie = tokenSource({
  async refresh() {
    const answer = await fetch('/session', { cache: 'no-store' });
    if (answer.status === 401) throw new AuthRequired('Nobody is signed in.');
    return answer.json();
  },
});

shell(globalThis);
symphoniaWorker({
  baseUrl: `${location.origin}/api/v1`,
  auth: location.search === '?ask' ? askWindows() : fromCookie,
  fetch: (input, init) => fetch(input, { ...init, headers: { ...init?.headers, 'X-Tab': 'worker' } }),
});
