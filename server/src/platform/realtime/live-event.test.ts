import { describe, expect, it } from 'vitest';
import { createLiveEvent, encodeMessage, type Face } from './live-event.ts';
import type { LiveMessage } from './types.ts';

const message: LiveMessage = {
  ...{
    type: 'order.accepted',
    kind: 'status',
    id: 'evt_1',
    ts: '2026-11-21T00:00:00.000Z',
    data: { to: 'Überlingen' },
  },
};
const given = (seq = 2) => createLiveEvent('e', seq, encodeMessage(message, 60_000));
const faceOf = (ch: string, audience?: Face['audience']): Face => ({ ch, audience, key: `${audience?.name}\n${ch}` });

describe('an event', () => {
  it('is built once for all who know the channel by one name and are one audience', () => {
    let presented = 0;
    const audience = (name: string) => ({
      name,
      present() {
        presented += 1;
        return { for: name };
      },
    });
    const event = given();
    const frameOf = (ch: string, name?: string) => event.frame(faceOf(ch, name ? audience(name) : undefined), 1);

    expect(frameOf('a')).toBe(frameOf('a'));
    expect(frameOf('a')).not.toBe(frameOf('b'));
    expect(frameOf('a', 'recipient')).toBe(frameOf('a', 'recipient'));
    expect(JSON.parse(String(frameOf('a', 'recipient'))).data).toEqual({ for: 'recipient' });
    expect(JSON.parse(String(frameOf('b', 'recipient'))).data).toEqual({ for: 'recipient' });
    expect(JSON.parse(String(frameOf('a', 'carrier'))).data).toEqual({ for: 'carrier' });
    expect(presented).toBe(2);
  });

  it('tells a watcher that did not get the one before which was its last', () => {
    const event = given(5);

    expect(JSON.parse(String(event.frame(faceOf('a'), 4)))).not.toHaveProperty('prev');
    expect(JSON.parse(String(event.frame(faceOf('a'), 2)))).toMatchObject({
      seq: 5,
      prev: 2,
      ...{ data: message.data },
    });
  });
});
