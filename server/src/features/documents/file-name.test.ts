import { describe, expect, it } from 'vitest';
import { cleanName, savedName } from './file-name.ts';

describe('a name as its sender gave it', () => {
  it.each([
    ['Lieferschein 4711.pdf', 'Lieferschein 4711.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\fakepath\\photo.jpg', 'photo.jpg'],
    ['/absolute/', undefined],
    ['..', undefined],
    ['. . .', undefined],
    ['', undefined],
    ['.htaccess', 'htaccess'],
    ['name. . ', 'name'],
    ['a\u0000b\r\nSet-Cookie: x.pdf', 'abSet-Cookie: x.pdf'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['\u2066a\u2069\u200f\u061c.pdf', 'a.pdf'],
    ['a\u2028b\ufeff.pdf', 'ab.pdf'],
    ['u\u0308ber.pdf', 'über.pdf'],
    ['\ud800.pdf', '\ufffd.pdf'],
    ['👩‍👩‍👧.jpg', '👩‍👩‍👧.jpg'],
    ['運送状.pdf', '運送状.pdf'],
    ['a\'b;c%d"e.pdf', 'a\'b;c%d"e.pdf'],
  ])('%j becomes %j', (sent, clean) => {
    expect(cleanName(sent)).toBe(clean);
  });

  it('is cut to two hundred characters, not bytes, and keeps its ending', () => {
    expect(cleanName(`${'運'.repeat(300)}.pdf`)).toBe(`${'運'.repeat(196)}.pdf`);
    expect([...(cleanName('👍'.repeat(300)) ?? '')]).toHaveLength(200);
    expect(cleanName(`a.${'b'.repeat(300)}`)).toHaveLength(200);
  });
});

describe('the name a document is saved under', () => {
  it.each([
    ['a.pdf', 'application/pdf', 'a.pdf'],
    ['a.PDF', 'application/pdf', 'a.PDF'],
    ['a.jpeg', 'image/jpeg', 'a.jpeg'],
    ['a.html', 'image/jpeg', 'a.html.jpg'],
    ['a.pdf.exe', 'application/pdf', 'a.pdf.exe.pdf'],
    ['passwd', 'image/png', 'passwd.png'],
  ] as const)('%s of %s is %s', (name, type, saved) => {
    expect(savedName(name, type)).toBe(saved);
  });
});
