import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

describe('a stored password', () => {
  it('is recognised, and no other; the same one is stored differently each time', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).not.toBe(two);
    expect(one).not.toContain('correct');
    expect(
      await Promise.all([
        verifyPassword('correct horse', one),
        verifyPassword('correct horsf', one),
        verifyPassword('', one),
      ]),
    ).toEqual([true, false, false]);
  });

  it('is the same on a keyboard that composes letters in another way', async () => {
    expect(await verifyPassword('Mu\u0308ller Straße', await hashPassword('M\u00fcller Straße'))).toBe(true);
  });

  it('is hashed with the cost that its hash names, so that the cost may rise', async () => {
    const salt = Buffer.alloc(16, 7);
    const older = [
      'scrypt',
      16_384,
      8,
      1,
      salt.toString('base64url'),
      scryptSync('old password', salt, 32, { N: 16_384, r: 8, p: 1 }).toString('base64url'),
    ].join('$');
    expect([await verifyPassword('old password', older), await verifyPassword('another', older)]).toEqual([
      true,
      false,
    ]);
    expect((await hashPassword('new')).startsWith('scrypt$32768$8$3$')).toBe(true);
  });

  it('that nobody has is never right', async () => {
    expect(await verifyPassword('', undefined)).toBe(false);
    expect(await verifyPassword('anything', undefined)).toBe(false);
  });
});
