import fc from 'fast-check';

/** How often each thing happens, in relation to the others. */
const WEIGHTS = {
  // What a person does.
  submit: 14,
  again: 3, // the same draft once more, by a double tap, a reload or another tab
  faulty: 1, // an order that the server refuses
  amend: 5,
  transition: 1,
  cancel: 2, // of the order
  takeback: 1, // of the queued request
  attach: 3,
  replace: 2,
  retry: 1,
  discard: 1,
  flush: 2,
  keep: 1, // signs out and keeps what waits
  drop: 1, // signs out and discards what waits
  switch: 1, // closes the page and opens it as somebody else
  swap: 1, // signs in as somebody else without a reload
  signin: 4,
  carry: 1, // exports the queue and imports it on another device
  // What the device does.
  crash: 2,
  freeze: 1,
  thaw: 3,
  wait: 14,
  sleep: 2, // hours
  month: 0.2,
  jump: 1, // the clock is set by up to three days, either way
  worker: 2, // the platform starts the service worker for half a minute
  wipe: 0.2, // the database is deleted under the tabs
  cut: 1, // connections to the database are killed
  full: 1,
  room: 2,
  future: 0.5, // a newer release has left a record that this one cannot read
  // What the network and the server do.
  expire: 1, // the session ends on the server
  offline: 1.5,
  online: 4,
  portal: 0.7, // everything is answered by a login page
  proxy: 0.7, // everything is answered 403 or 404 by somebody else
  busy: 1, // 503 with Retry-After
  limited: 1, // 429 of our own limiter
  scarce: 1, // few requests are left of the rate limit
  restart: 1,
  staff: 1, // a dispatcher changes the order meanwhile
} as const;

export type Kind = keyof typeof WEIGHTS;

/** One thing that happens. `tab` and `n` are any numbers; they are taken modulo what there is. */
export interface Happening {
  readonly kind: Kind;
  readonly tab: number;
  readonly n: number;
}

/** A storm; `seed` decides ids, jitter, the network's dice and when pages die. */
export interface Storm {
  readonly seed: number;
  readonly happenings: readonly Happening[];
}

const KINDS = Object.keys(WEIGHTS) as Kind[]; // the keys are that type

export const STORMS: fc.Arbitrary<Storm> = fc.record({
  seed: fc.nat(),
  happenings: fc.array(
    fc.record({
      kind: fc.oneof(...KINDS.map((kind) => ({ arbitrary: fc.constant(kind), weight: WEIGHTS[kind] * 10 }))),
      tab: fc.nat(2),
      n: fc.nat(100_000),
    }),
    { minLength: 20, maxLength: 120, size: 'max' },
  ),
});

/** `kind:tab:n` for each happening; `×` repeats. */
export function written(happenings: readonly Happening[]): string {
  const words: [string, number][] = [];
  for (const { kind, tab, n } of happenings) {
    const word = `${kind}:${tab}:${n}`;
    const last = words.at(-1);
    if (last?.[0] === word) last[1]++;
    else words.push([word, 1]);
  }
  return words.map(([word, times]) => (times > 1 ? `${word}×${times}` : word)).join(' ');
}

/** Reads what `written` wrote. */
export function read(text: string): Happening[] {
  return text.split(' ').flatMap((word) => {
    const [happening = '', times = '1'] = word.split('×');
    const [kind, tab, n] = happening.split(':');
    const one = { kind: kind as Kind, tab: Number(tab), n: Number(n) }; // written by `written`
    return Array.from({ length: Number(times) }, () => one);
  });
}
