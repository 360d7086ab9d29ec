import { byId, say } from './dom.ts';
import type { Live } from './live.ts';
import type { Session } from './session.ts';

const LOOK_AGAIN_MS = 1_000; // a subscription's state has no event of its own

/** How the page stands with the server, always in sight: in words and as a colour. */
export function connectionView(session: Session, live: Live): void {
  const pill = byId('connection');
  let gate = 'open';

  async function look(): Promise<void> {
    gate = (await session.sdk.outbox.health()).gate;
    show();
  }

  function show(): void {
    const [tone, words] = state(session, live, gate);
    pill.dataset.tone = tone;
    say(pill, words);
  }

  session.sdk.outbox.on('change', () => void look());
  session.onChange(() => void look());
  for (const event of ['online', 'offline']) addEventListener(event, show);
  setInterval(show, LOOK_AGAIN_MS);
  void look();
}

function state(session: Session, live: Live, gate: string): [tone: 'good' | 'busy' | 'bad' | 'calm', words: string] {
  // A hint only, but the one people expect to see at once when they pull the plug.
  if (!navigator.onLine || gate === 'offline') return ['bad', 'Offline: orders are kept here'];
  if (gate === 'wait') return ['busy', 'The server asked us to wait'];
  if (!session.signedIn()) return ['calm', 'Not signed in'];
  if (live.state() === 'live') return ['good', 'Live'];
  return live.state() === 'off' ? ['calm', 'Connected'] : ['busy', 'Connecting…'];
}
