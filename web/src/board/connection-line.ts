import { byId, say } from '../page/dom.ts';
import type { Session } from '../page/session.ts';
import type { Line } from './live-window.ts';
import { clock } from './words.ts';

type Tone = 'good' | 'busy' | 'bad' | 'calm' | 'warn';

/** How much of what is on screen is true now, in words and as a colour; what is not live says since when. */
export function connectionLine(session: Session, line: () => Line): { show(): void } {
  const chip = byId('connection');
  const notice = byId('not-live');
  let liveAt: number | undefined;

  function show(): void {
    const now = line();
    const isLive = now?.state === 'live' && navigator.onLine;
    if (isLive) liveAt = Date.now();
    if (!session.signedIn()) liveAt = undefined;
    const [tone, words] = session.signedIn() ? state(now, liveAt !== undefined) : (['calm', 'Not signed in'] as const);
    chip.dataset.tone = tone;
    chip.dataset.state = session.signedIn() ? (now?.state ?? 'off') : 'off';
    say(chip, words);
    const old = !isLive && liveAt !== undefined;
    document.body.toggleAttribute('data-old', old);
    say(notice, old ? `Not live: what you see is from ${clock(liveAt ?? 0)}.` : '');
  }

  for (const event of ['online', 'offline']) addEventListener(event, show);
  return { show };
}

function state(line: Line, before: boolean): readonly [Tone, string] {
  // A hint only, but the one people expect to see at once when they pull the plug.
  if (!navigator.onLine) return ['bad', 'Offline'];
  if (!line || line.state === 'ended') return ['bad', 'Not connected'];
  if (line.state === 'catching-up') return ['busy', 'Catching up…'];
  if (line.state === 'connecting') return before ? ['bad', 'Connection lost, trying again…'] : ['busy', 'Connecting…'];
  return line.transport === 'stream' || line.transport === 'poll' ? ['warn', 'Live, by a detour'] : ['good', 'Live'];
}
