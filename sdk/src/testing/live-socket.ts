import type { LiveHub, Watcher } from './live.ts';
import type { LiveFrame, LivePlace } from './live-log.ts';
import type { Holder } from './people.ts';

/** A frame of a client, as far as the fake looks at it. */
interface Said {
  readonly t: string;
  readonly token?: string;
  readonly ch?: string;
  readonly epoch?: string;
  readonly seq?: number;
  readonly from?: number;
  readonly resume?: readonly ({ readonly ch: string } & LivePlace)[];
}

/** A `WebSocket` whose server is the fake; `whose` says whose a token is, if it counts. */
export function fakeWebSocket(hub: LiveHub, whose: (token: string) => Holder | undefined): typeof WebSocket {
  class FakeWebSocket {
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    onclose: ((event: { code: number; reason: string }) => void) | null = null;
    onerror: (() => void) | null = null;
    readyState = 0;
    watcher: Watcher | undefined;

    constructor() {
      soon(() => (hub.blocked.has('socket') ? this.end(1006, '') : this.begin()));
    }

    begin(): void {
      if (this.readyState !== 0) return;
      this.readyState = 1;
      this.onopen?.();
    }

    send(text: string): void {
      const said = JSON.parse(text) as Said; // the SDK's own
      soon(() => this.readyState === 1 && !this.watcher?.silent && this.take(said));
    }

    close(): void {
      this.readyState = 3;
      if (this.watcher) hub.leave(this.watcher);
    }

    /** What the client says is answered a moment later, as over a network. */
    take({ t, token = '', ch = '', epoch = '', seq, from = 0, resume = [] }: Said): void {
      const who = t === 'hello' || t === 'token' ? whose(token) : undefined;
      if (token && !who) this.end(4401, 'The token is not accepted.');
      else if (t === 'hello' && who) {
        const send = (frame: LiveFrame) => soon(() => this.onmessage?.({ data: JSON.stringify(frame) }));
        this.watcher = hub.enter('socket', who.sub, { send, end: (code, reason) => this.end(code, reason) });
        hub.say(this.watcher, { t: 'welcome', serverTime: new Date().toISOString(), pingMs: hub.pingMs });
        for (const { ch: one, ...at } of resume) hub.watch(this.watcher, one, at);
      } else if (!this.watcher) this.end(4400, 'hello comes first.');
      else if (t === 'sub') hub.watch(this.watcher, ch, seq === undefined ? undefined : { epoch, seq });
      else if (t === 'unsub') this.watcher.channels.delete(ch);
      else if (t === 'replay') hub.replay(this.watcher, ch, { epoch, seq: from });
    }

    end(code: number, reason: string): void {
      if (this.readyState === 3 || this.watcher?.silent) return; // half open: nobody is told
      this.close();
      soon(() => this.onclose?.({ code, reason }));
    }
  }
  return FakeWebSocket as unknown as typeof WebSocket; // as much of one as the SDK uses
}

const soon = (fn: () => unknown) => void Promise.resolve().then(fn);
