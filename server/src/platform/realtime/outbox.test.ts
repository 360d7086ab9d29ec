import { describe, expect, it } from 'vitest';
import { createLiveEvent } from './live-event.ts';
import { createOutbox } from './outbox.ts';
import { createSubscription, type Subscription } from './subscription.ts';
import type { WireFrame } from './wire.ts';

/** A reader that takes nothing until `read` lets it. */
function givenReader({ slowBytes = 400, cutBytes = 1e9 } = {}) {
  const sent: { t: string; ch: string; seq: number; prev?: number; epoch?: string }[] = [];
  const unread: { bytes: number; written: () => void }[] = [];
  const counts = { cut: 0, superseded: 0 };
  const sink = {
    get bufferedAmount() {
      return unread.reduce((sum, { bytes }) => sum + bytes, 0);
    },
    send(frame: WireFrame | string, written: () => void) {
      sent.push(JSON.parse(frame.toString()));
      unread.push({ bytes: frame.length, written });
    },
  };
  const outbox = createOutbox({
    sink,
    slowBytes,
    cutBytes,
    onCut: () => (counts.cut += 1),
    onSuperseded: () => (counts.superseded += 1),
  });
  const name = { tenantId: 'ten_1', stream: 'client:1' };
  const subscription: Subscription = createSubscription('client:1', name, { stream: 'client:1' }, outbox);
  subscription.place({ epoch: 'e', seq: 0 });
  let seq = 0;
  const say = (kind: 'status' | 'position', subject: string, size = 100) => {
    seq += 1;
    const body = JSON.stringify({ id: `evt_${seq}`, ts: '', type: kind, data: { fill: 'x'.repeat(size) } }).slice(
      1,
      -1,
    );
    subscription.offer(createLiveEvent('e', seq, { kind, subject, body }));
    return seq;
  };
  const readAll = () => {
    for (let next = unread.shift(); next; next = unread.shift()) next.written();
  };
  /** Until the outbox is slow. */
  const clog = () => {
    while (!outbox.slow) say('status', '');
    return seq;
  };
  return { outbox, subscription, sent, sink, say, readAll, clog, counts };
}

describe('a slow reader', () => {
  it('gets of each subject only the newest position, every status event, in order and without a hole', () => {
    const { sent, say, readAll, clog, counts } = givenReader();
    const last = clog();
    say('position', 'veh_a');
    say('position', 'veh_b');
    const status = say('status', '');
    const a = say('position', 'veh_a');
    const b = say('position', 'veh_b');
    readAll();

    expect(sent.slice(last).map(({ seq, prev }) => [seq, prev])).toEqual([
      [status, last],
      [a, undefined],
      [b, undefined],
    ]);
    expect(counts.superseded).toBe(2);
  });

  it('that reads again is written to directly again', () => {
    const { outbox, sent, say, readAll, clog } = givenReader();
    clog();
    say('position', 'veh_a');
    readAll();
    expect(outbox.slow).toBe(false);
    const next = say('position', 'veh_a');

    expect(sent.at(-1)?.seq).toBe(next);
  });

  it('keeps control frames in their place among the events', () => {
    const { outbox, sent, say, readAll, clog } = givenReader();
    const last = clog();
    say('status', '');
    outbox.control('{"t":"error"}');
    say('status', '');
    readAll();

    expect(sent.slice(last).map(({ t }) => t)).toEqual(['evt', 'error', 'evt']);
  });

  it('that stops reading is cut once, and what waited for it is dropped', () => {
    const { sink, say, clog, counts, sent, readAll } = givenReader({ slowBytes: 400, cutBytes: 2_000 });
    clog();
    for (let i = 0; i < 1_000; i += 1) say('status', '');

    expect(counts.cut).toBe(1);
    expect(sink.bufferedAmount).toBeLessThan(1_000);
    const before = sent.length;
    readAll();
    expect(sent.length).toBe(before);
  });

  it('of positions alone is never cut, however many come', () => {
    const { say, clog, counts } = givenReader({ slowBytes: 400, cutBytes: 2_000 });
    clog();
    for (let i = 0; i < 10_000; i += 1) say('position', `veh_${i % 5}`);

    expect(counts.cut).toBe(0);
  });

  it('that is reset loses what waits of the old history and goes on from the new position', () => {
    const { subscription, sent, say, readAll, clog } = givenReader();
    const last = clog();
    say('status', '');
    subscription.reset({ epoch: 'f', seq: 7 });
    subscription.offer(createLiveEvent('f', 8, { kind: 'status', subject: '', body: '"id":"x"' }));
    readAll();

    expect(sent.slice(last)).toEqual([
      { t: 'reset', ch: 'client:1', epoch: 'f', head: 7 },
      { t: 'evt', ch: 'client:1', epoch: 'f', seq: 8, id: 'x' },
    ]);
  });
});
