import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { createLinkTokens } from './link-token.ts';

const tokens = createLinkTokens('a secret of the application, for tests');
const [tenantId, orderId, linkId] = [`ten_${v7()}`, v7(), `lnk_${v7()}`];
const link = { id: linkId, expiresAt: new Date('2026-12-01T08:00:00.123Z') };
const token = tokens.make(tenantId, orderId, link);

describe('a link’s secret', () => {
  it('says which link of which order it is, and until when, and is the same each time it is made', () => {
    expect(tokens.read(token)).toEqual({ tenantId, orderId, linkId, expiresAt: link.expiresAt });
    expect(tokens.make(tenantId, orderId, link)).toBe(token);
    expect(token).toMatch(/^tl_[A-Za-z0-9._-]+$/);
    expect(token.length).toBeLessThan(160);
  });

  it('is nobody’s when a single character was changed, and not when nothing was', () => {
    for (let index = 0; index < token.length; index++) {
      const other = token[index] === 'a' ? 'b' : 'a';
      expect(tokens.read(`${token.slice(0, index)}${other}${token.slice(index + 1)}`), `at ${index}`).toBeUndefined();
    }
    expect(tokens.read(token)).toBeDefined();
  });

  it('is nobody’s in another application, or when it is of another kind', () => {
    expect(createLinkTokens('another secret of another application').read(token)).toBeUndefined();
    expect(tokens.read(token.replace('tl_', 'dk_'))).toBeUndefined();
    for (const text of ['', 'tl_', `${token}.`, ` ${token}`]) expect(tokens.read(text)).toBeUndefined();
  });
});
