import { describe, expect, it } from 'vitest';
import { limits } from '../config/limits.ts';
import { createAdmission } from './admission.ts';
import { closeReason } from './close-codes.ts';
import { createTokenBucket, realtimeLimits } from './limits.ts';
import type { Session } from './types.ts';

describe('frames a second', () => {
  it('are a burst at once and a rate in the long run', () => {
    let now = 0;
    const bucket = createTokenBucket(10, 3, () => now);
    const taken = () => Array.from({ length: 5 }, () => bucket.take());
    expect(taken()).toEqual([true, true, true, false, false]);
    now += 100;
    expect(taken()).toEqual([true, false, false, false, false]);
    now += 60_000;
    expect(taken()).toEqual([true, true, true, false, false]);
  });
});

describe('places', () => {
  const session = (tenantId: string, subjectKey: string): Session => ({
    ctx: { tenantId, actor: { kind: 'user', id: subjectKey, role: 'admin' } },
    expiresAt: 0,
    subjectKey,
  });

  it('of an address are limited also when everybody has said who he is', () => {
    const admission = createAdmission({ ...realtimeLimits, socketsPerAddress: 2 });
    const places = [admission.enter('a'), admission.enter('a')];
    for (const [i, place] of places.entries()) place?.identify(session('ten_1', `usr_${i}`));
    expect(admission.enter('a')).toBeUndefined();
    places[0]?.release();
    expect(admission.enter('a')).toBeDefined();
  });

  it('are given back once, however often it is tried, and nothing is remembered of who has left', () => {
    const admission = createAdmission({ ...realtimeLimits, anonymousPerAddress: 1 });
    const place = admission.enter('a');
    place?.release();
    place?.release();
    expect(admission.anonymous).toBe(0);
    admission.enter('a');
    expect(admission.enter('a')).toBeUndefined();
  });

  it('of one user name in two tenants are two identities', () => {
    const admission = createAdmission({ ...realtimeLimits, socketsPerSubject: 1 });
    expect(admission.enter('a')?.identify(session('ten_1', 'usr_1'))).toBe(true);
    expect(admission.enter('a')?.identify(session('ten_2', 'usr_1'))).toBe(true);
    expect(admission.enter('a')?.identify(session('ten_1', 'usr_1'))).toBe(false);
  });
});

describe('a close reason', () => {
  it('fits into a close frame, keeps the seconds to wait and cuts no character in two', () => {
    const reason = closeReason('ü'.repeat(100), 30);
    expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
    expect(reason).toMatch(/^ü+ retry-after=30$/);
    expect(closeReason('No.')).toBe('No.');
  });
});

describe('the limits of production', () => {
  it('ping below every idle time-out on the way, and leave room for a frame around a message', () => {
    expect(realtimeLimits.pingMs).toBeLessThan(60_000);
    expect(realtimeLimits.messageBytes + 1_024).toBeLessThanOrEqual(realtimeLimits.frameBytes);
    expect(realtimeLimits.slowBytes).toBeLessThan(realtimeLimits.cutBytes / 2 + 1);
    expect(realtimeLimits.frameBytes).toBe(limits.size.frameBytes);
  });
});
