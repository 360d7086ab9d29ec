import { describe, expect, it } from 'vitest';
import { derivedKey, formatSecret, hashSecret, mac, parseSecret, randomSecret, sameText } from './secrets.ts';

const tenantId = 'ten_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c';

describe('a secret of ours', () => {
  it('names its kind and its tenant before anybody asks the database', () => {
    const secret = randomSecret();
    const text = formatSecret('rt', tenantId, secret);
    expect(text).toBe(`rt_0192f0c15a7e7c3b9a510d5c1f2a3b4c_${secret}`);
    expect(parseSecret(text)).toEqual({ kind: 'rt', tenantId, secret });
  });

  it.each([
    '',
    'rt_',
    'xx_0192f0c15a7e7c3b9a510d5c1f2a3b4c_aaaaaaaaaaaaaaaaaaaa',
    'rt_0192F0C15A7E7C3B9A510D5C1F2A3B4C_aaaaaaaaaaaaaaaaaaaa',
    'rt_0192f0c15a7e7c3b9a510d5c1f2a3b4c_short',
    `rt_0192f0c15a7e7c3b9a510d5c1f2a3b4c_${'a'.repeat(201)}`,
    'rt_0192f0c15a7e7c3b9a510d5c1f2a3b4c_aaaaaaaaaaaaaaaaaaaa\n',
    'rt_0192f0c15a7e7c3b9a510d5c1f2a3b4c_aaaaaaaaaa aaaaaaaaaa',
  ])('%j is none', (text) => {
    expect(parseSecret(text)).toBeUndefined();
  });

  it('has 256 bits and is another one each time', () => {
    expect(Buffer.from(randomSecret(), 'base64url')).toHaveLength(32);
    expect(randomSecret()).not.toBe(randomSecret());
    expect(hashSecret('a')).toBe(hashSecret('a'));
    expect(hashSecret('a')).not.toBe(hashSecret('b'));
  });

  it('is made with a key of its purpose alone', () => {
    const [one, two] = [derivedKey('s'.repeat(32), 'cursor'), derivedKey('s'.repeat(32), 'refresh-token')];
    expect(one.equals(two)).toBe(false);
    expect(mac(one, 'text')).not.toBe(mac(two, 'text'));
    expect(mac(one, 'text')).toBe(mac(derivedKey('s'.repeat(32), 'cursor'), 'text'));
  });

  it('is compared whole', () => {
    expect([
      sameText('abc', 'abc'),
      sameText('abc', 'abd'),
      sameText('abc', 'ab'),
      sameText('', ''),
      sameText('ü', 'u'),
    ]).toEqual([true, false, false, true, false]);
  });
});
