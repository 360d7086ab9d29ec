import { describe, expect, it } from 'vitest';
import { attachment, fileNameOf } from './content-disposition.ts';

describe('the name in a Content-Disposition', () => {
  it.each([
    [undefined, undefined],
    ['attachment', undefined],
    ['attachment; filename=a.pdf', 'a.pdf'],
    ['attachment; filename="a b.pdf"', 'a b.pdf'],
    ['attachment; FileName = "a;b.pdf" ; x=y', 'a;b.pdf'],
    ['attachment; filename="a\\"b.pdf"', 'a"b.pdf'],
    ["attachment; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.pdf", 'naïve €.pdf'],
    ['attachment; filename="fallback.pdf"; filename*=utf-8\'de\'%C3%BC.pdf', 'ü.pdf'],
    ['attachment; filename="good.pdf"; filename*=UTF-8\'\'%ff.pdf', 'good.pdf'],
    ['attachment; filename="good.pdf"; filename*=ISO-8859-1\'\'%FC.pdf', 'good.pdf'],
    ["attachment; filename*=UTF-8''a%", undefined],
    [`attachment; filename="${Buffer.from('über.pdf').toString('latin1')}"`, 'über.pdf'],
    ['attachment; filename="\xfcber.pdf"', '\xfcber.pdf'],
    ['attachment; filename="never closed', undefined],
    ['attachment; filename=""', ''],
    ['form-data; name="file"; filename="a.pdf"', 'a.pdf'],
  ])('%s', (header, name) => {
    expect(fileNameOf(header)).toBe(name);
  });

  it('is not looked for behind more than any name needs', () => {
    expect(fileNameOf(`attachment; x=${'y'.repeat(2_000)}; filename=a.pdf`)).toBeUndefined();
  });
});

describe('a Content-Disposition of ours', () => {
  it.each([
    ['a.pdf', `attachment; filename="a.pdf"; filename*=UTF-8''a.pdf`],
    ['a "b" \\ 5%.pdf', `attachment; filename="a _b_ _ 5_.pdf"; filename*=UTF-8''a%20%22b%22%20%5C%205%25.pdf`],
    ["o'neill (1)*.pdf", `attachment; filename="o'neill (1)*.pdf"; filename*=UTF-8''o%27neill%20%281%29%2A.pdf`],
    ['ü€.pdf', `attachment; filename="__.pdf"; filename*=UTF-8''%C3%BC%E2%82%AC.pdf`],
  ])('for %s', (name, header) => {
    expect(attachment(name)).toBe(header);
    expect(fileNameOf(header)).toBe(name);
  });
});
