/** What is said in the benchmark of the live channels: the same to all. */

/** Milliseconds of a clock that all processes of a machine share. */
export const clock = (): number => Number(process.hrtime.bigint()) / 1e6;

export const topicOf = (n: number): string => `order:ord_${String(n).padStart(6, '0')}`;

/** Of an epoch and a number of ours, so that all frames are as long. */
const EPOCH = '0123456789abcdef.01234567';
const DATA = /"at":([\d.]+)/;

/** An event, as the features publish it. */
export interface Event {
  readonly id: string;
  readonly ts: string;
  readonly type: string;
  readonly data: { readonly at: number; readonly fill: string };
}

/** Makes events whose frame has `bytes` bytes. */
export function eventsOf(bytes: number): (n: number, at: number) => Event {
  const make = (n: number, at: number, fill: string): Event => ({
    id: `evt_${String(n).padStart(12, '0')}`,
    ts: '2026-11-21T08:00:00.000Z',
    type: 'order.picked_up',
    data: { at: Number(at.toFixed(3)), fill },
  });
  const fill = 'x'.repeat(Math.max(0, bytes - JSON.stringify(frameOf(topicOf(0), 1_000, make(0, clock(), ''))).length));
  return (n, at) => make(n, at, fill);
}

/** What a watcher gets. */
export const frameOf = (ch: string, seq: number, event: Event) => ({ t: 'evt', ch, epoch: EPOCH, seq, ...event });

/** How long an event was on its way, from its text; `undefined` for any other. Reading it as JSON would be most of the work. */
export function ageOf(text: Buffer): number | undefined {
  const at = text.indexOf('"at":');
  const [, said] = at < 0 ? [] : (DATA.exec(text.toString('latin1', at, at + 32)) ?? []);
  return said === undefined ? undefined : clock() - Number(said);
}

/** What is said in a turn: so many events a second, round the topics from `firstTopic` on. */
export interface Turn {
  readonly topics: number;
  readonly firstTopic?: number | undefined;
  readonly perSecond: number;
  readonly forMs: number;
}

/**
 * Says the events of a turn, one topic after the other, every ten milliseconds what is due. All of one moment bear its
 * time: that they wait for each other is part of what a listener sees.
 */
export async function speak(
  { topics, firstTopic = 0, perSecond, forMs }: Turn,
  say: (topic: string, n: number, at: number) => void,
): Promise<number> {
  const began = clock();
  let said = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const at = clock();
      const passed = Math.min(at - began, forMs);
      const due = Math.floor((passed / 1_000) * perSecond);
      for (; said < due; said += 1) say(topicOf(firstTopic + (said % topics)), said, at);
      if (passed < forMs) return;
      clearInterval(timer);
      resolve(said);
    }, 10);
  });
}
