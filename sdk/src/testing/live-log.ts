/** A frame of the live channels, as the contract has it. */
export type LiveFrame = Readonly<Record<string, unknown>> & { readonly t: string };

/** A place in a channel. */
export interface LivePlace {
  readonly epoch: string;
  readonly seq: number;
}

interface Channel {
  epoch: string;
  head: number;
  /** The events that can still be told again. */
  events: LiveFrame[];
}

/** What happened on each channel, numbered as the server numbers it. */
export interface LiveLog {
  at(ch: string): LivePlace;
  append(ch: string, type: string, data: object): LiveFrame;
  /** Forgets what was; who was not there gets a snapshot. */
  trim(ch?: string): void;
  /** A new numbering, as after a loss of Redis. Returns the frames that say so. */
  renumber(ch?: string): LiveFrame[];
  /** The events since a place, or `undefined` when they cannot be had any more. */
  since(ch: string, at: LivePlace): LiveFrame[] | undefined;
}

export function liveLog(now: () => number): LiveLog {
  const channels = new Map<string, Channel>();
  let epochs = 0;
  let ids = 0;
  const nextEpoch = () => `e${++epochs}`;
  const known = (ch?: string) => (ch === undefined ? [...channels.keys()] : [ch]);

  function of(ch: string): Channel {
    const found = channels.get(ch) ?? { epoch: nextEpoch(), head: 0, events: [] };
    channels.set(ch, found);
    return found;
  }

  return {
    at(ch) {
      const { epoch, head } = of(ch);
      return { epoch, seq: head };
    },
    append(ch, type, data) {
      const channel = of(ch);
      const { epoch } = channel;
      const seq = ++channel.head;
      const frame = { t: 'evt', ch, epoch, seq, id: `evt_${++ids}`, ts: new Date(now()).toISOString(), type, data };
      channel.events.push(frame);
      return frame;
    },
    trim(ch) {
      for (const one of known(ch)) of(one).events = [];
    },
    renumber: (ch) =>
      known(ch).map((one) => {
        const channel = of(one);
        Object.assign(channel, { epoch: nextEpoch(), head: 0, events: [] });
        return { t: 'reset', ch: one, epoch: channel.epoch, head: 0 };
      }),
    since(ch, { epoch, seq }) {
      const channel = of(ch);
      const missing = channel.head - seq;
      if (epoch !== channel.epoch || missing < 0 || missing > channel.events.length) return undefined;
      return missing === 0 ? [] : channel.events.slice(-missing);
    },
  };
}
