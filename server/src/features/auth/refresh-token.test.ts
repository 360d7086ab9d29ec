import { describe, expect, it } from 'vitest';
import type { Session } from './auth.model.ts';
import { createRefreshTokens } from './refresh-token.ts';

const tokens = createRefreshTokens('a secret of at least thirty-two characters');
const session = {
  _id: 'ten_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c:ses_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4d',
  tenantId: 'ten_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c',
  id: 'ses_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4d',
  salt: 'salt',
} as Session; // what a token is derived from

/** Whether the token proves itself for the session it names. */
const holds = (token: string, of: Session = session) => {
  const claim = tokens.read(token);
  return claim !== undefined && tokens.proves(claim, of);
};

describe('a refresh token', () => {
  it('says which session it is of, and proves it', () => {
    const token = tokens.of(session, 7);
    expect(tokens.read(token)).toMatchObject({ tenantId: session.tenantId, sessionId: session.id, generation: 7 });
    expect(holds(token)).toBe(true);
    expect(token.length).toBeLessThanOrEqual(200); // the contract's limit
  });

  it('is the same each time it is asked for, so that a repeated refresh gives the same successor', () => {
    expect(tokens.of(session, 8)).toBe(tokens.of(session, 8));
    expect(
      new Set([tokens.of(session, 8), tokens.of(session, 9), tokens.of({ ...session, salt: 'other' }, 8)]).size,
    ).toBe(3);
  });

  it('cannot be made into one of another generation, session, tenant or installation', () => {
    const token = tokens.of(session, 7);
    expect(holds(token.replace('.7.', '.8.'))).toBe(false);
    expect(holds(token, { ...session, _id: 'ten_2:ses_2' })).toBe(false);
    expect(holds(token, { ...session, salt: 'other' })).toBe(false);
    expect(holds(createRefreshTokens('another secret of more than thirty-two').of(session, 7))).toBe(false);
  });

  it.each([
    '',
    'rt_x',
    'sk_0192f0c15a7e7c3b9a510d5c1f2a3b4c_aaaaaaaaaaaaaaaaaaaa',
    'rt_0192f0c15a7e7c3b9a510d5c1f2a3b4c_aaaaaaaaaaaaaaaaaaaa',
  ])('%j is none', (text) => {
    expect(tokens.read(text)).toBeUndefined();
  });
});
