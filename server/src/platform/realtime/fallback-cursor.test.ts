import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidCursor } from '../db/page.ts';
import { createPositions } from './fallback-cursor.ts';

const at = { epoch: '0123456789abcdef.12345678', seq: 7 };
const evt = (ch: string, seq: number) => ({ t: 'evt', ch, epoch: at.epoch, seq });

describe('a cursor over several channels', () => {
  it('gives back where each of them stands, whatever the channels are called', () => {
    const channel = fc.tuple(fc.constantFrom('order', 'board'), fc.stringMatching(/^[A-Za-z0-9_.,-]{1,120}$/));
    fc.assert(
      fc.property(
        fc.uniqueArray(
          channel.map((parts) => parts.join(':')),
          { maxLength: 20 },
        ),
        fc.nat(),
        (channels, seq) => {
          const before = createPositions(channels, undefined);
          for (const [i, ch] of channels.entries()) before.put(ch, { ...at, seq: seq + i });
          expect(before.cursor.length).toBeLessThan(4_000);
          const after = createPositions(channels, before.cursor);
          expect(channels.map((ch) => after.of(ch)?.seq)).toEqual(channels.map((_, i) => seq + i));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('moves with events and resets, and not with what is still to come', () => {
    const positions = createPositions(['order:1'], undefined);
    expect(positions.follow({ t: 'subscribed', ch: 'order:1', ...at, recovered: false })).toBe(true);
    expect(positions.follow(evt('order:1', 8))).toBe(true);
    expect(positions.follow({ t: 'subscribed', ch: 'order:1', ...at, seq: 12, recovered: true })).toBe(false);
    expect(positions.of('order:1')).toEqual({ ...at, seq: 8 });
    expect(positions.follow({ t: 'reset', ch: 'order:1', epoch: 'other', head: 3 })).toBe(true);
    expect(positions.of('order:1')).toEqual({ epoch: 'other', seq: 3 });
  });

  it('forgets a channel that is not to be seen, and keeps one that cannot be looked at now', () => {
    const positions = createPositions(['order:1', 'order:2'], undefined);
    for (const ch of ['order:1', 'order:2']) positions.put(ch, at);
    expect(positions.follow({ t: 'error', ch: 'order:1', code: 'unavailable' })).toBe(false);
    expect(positions.follow({ t: 'error', ch: 'order:2', code: 'not_found' })).toBe(true);
    const again = createPositions(['order:1', 'order:2'], positions.cursor);
    expect([again.of('order:1'), again.of('order:2')]).toEqual([at, undefined]);
  });

  it('that is not ours is refused', () => {
    const ours = createPositions(['order:1'], undefined);
    ours.put('order:1', at);
    const garbage = fc.oneof(
      fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }),
      fc.string({ minLength: 1, maxLength: 60 }).map((text) => `${ours.cursor};${text}`),
      fc.string({ minLength: 1, maxLength: 60 }).map((text) => `order:1@${text}`),
    );
    const like = /^(?:[a-z]+:[A-Za-z0-9_.,-]{1,120}@[\w.-]{1,64}\.\d{1,15}(?:;|$))+$/;
    fc.assert(
      fc.property(
        garbage.filter((text) => text !== '-' && !like.test(text)),
        (cursor) => {
          expect(() => createPositions(['order:1'], cursor)).toThrow(expect.toSatisfy(InvalidCursor.is));
        },
      ),
      { numRuns: 200, examples: [['order:1'], [`${ours.cursor}=`], ['x'.repeat(5_000)], [`${ours.cursor};`]] },
    );
  });
});
