import { describe, expect, it } from 'vitest';
import { judgeRefresh, ownershipErrors, REFRESH_GRACE_MS, type Session } from './auth.model.ts';

const rotatedAt = new Date('2026-11-21T08:00:00.000Z');
const later = (ms: number) => new Date(rotatedAt.getTime() + ms);
const session: Session = {
  _id: 'ten_1:ses_1',
  tenantId: 'ten_1',
  id: 'ses_1',
  userId: 'usr_1',
  salt: 's',
  generation: 3,
  rotatedAt,
  createdAt: rotatedAt,
  expiresAt: later(3_600_000),
};

describe('a refresh token of a session at its third generation', () => {
  it.each([
    [3, 0, 'rotate'],
    [3, 3_599_999, 'rotate'],
    [3, 3_600_000, 'ended'],
    [2, 0, 'repeat'],
    [2, REFRESH_GRACE_MS, 'repeat'],
    [2, REFRESH_GRACE_MS + 1, 'revoke'],
    [1, 0, 'revoke'],
    [4, 0, 'revoke'],
  ] as const)('of generation %i, %i ms after the last rotation: %s', (generation, ms, verdict) => {
    expect(judgeRefresh(session, generation, later(ms))).toBe(verdict);
  });

  it('is worth nothing once the session was ended', () => {
    for (const generation of [1, 2, 3])
      expect(judgeRefresh({ ...session, revokedAt: rotatedAt }, generation, later(1))).toBe('ended');
  });
});

it('a client belongs to a client, carriers and drivers to a carrier, staff to neither', () => {
  const pointers = (user: Parameters<typeof ownershipErrors>[0]) =>
    ownershipErrors(user).map(({ pointer, code }) => `${pointer} ${code}`);
  const both = { clientId: 'cli_1', carrierId: 'car_1' };
  expect(pointers({ role: 'client', clientId: 'cli_1' })).toEqual([]);
  for (const role of ['carrier', 'driver'] as const) {
    expect(pointers({ role, carrierId: 'car_1' })).toEqual([]);
    expect(pointers({ role, ...both })).toEqual(['/clientId not_expected']);
    expect(pointers({ role })).toEqual(['/carrierId required']);
  }
  for (const role of ['admin', 'dispatcher'] as const)
    expect([pointers({ role }), pointers({ role, ...both })]).toEqual([
      [],
      ['/clientId not_expected', '/carrierId not_expected'],
    ]);
});
