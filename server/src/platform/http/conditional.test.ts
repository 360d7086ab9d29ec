import { describe, expect, it } from 'vitest';
import { assertVersion, contentTag, noneMatch, parseIfMatch, requireIfMatch, versionTag } from './conditional.ts';
import { InvalidRequest, PreconditionRequired, VersionMismatch } from './errors.ts';

const refusal = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

describe('If-Match', () => {
  it.each([
    ['W/"v7"', 7],
    ['"v7"', 7],
    ['  W/"v7" ', 7],
    ['*', '*'],
    [versionTag(7, { usage: 1 }), 7],
    ['W/"v9999999999"', 9_999_999_999],
    [undefined, undefined],
  ])('%s is read as %s', (header, expected) => {
    expect(parseIfMatch(header)).toBe(expected);
  });

  it.each(['v7', 'W/"7"', 'W/"v0"', 'W/"v07"', 'W/"v12345678901"', '"v1","v2"', '', 'w/"v7"', 'W/"v7"x'])(
    '%s is refused',
    (header) => {
      expect(refusal(() => parseIfMatch(header))).toSatisfy(InvalidRequest.is);
    },
  );

  it('names the version alone, although the tag also stands for what is shown beside it', () => {
    expect(versionTag(7, { usage: 1 })).not.toBe(versionTag(7, { usage: 2 }));
    expect(noneMatch(versionTag(7, { usage: 1 }), versionTag(7, { usage: 2 }))).toBe(false);
  });

  it('is needed, and * only where anything may be meant', () => {
    expect(refusal(() => requireIfMatch(undefined))).toSatisfy(PreconditionRequired.is);
    expect(refusal(() => requireIfMatch('*'))).toSatisfy(PreconditionRequired.is);
    expect(refusal(() => requireIfMatch(undefined, { allowAny: true }))).toSatisfy(PreconditionRequired.is);
    expect([requireIfMatch('*', { allowAny: true }), requireIfMatch(7)]).toEqual(['*', 7]);
  });

  it('of another version is refused with the current one, of this version and * pass', () => {
    const error = refusal(() => assertVersion(7, 9));
    expect(error).toSatisfy(VersionMismatch.is);
    expect(error).toMatchObject({
      message: 'You saw version 7; it is at version 9 now.',
      extras: { members: { currentVersion: 9 }, headers: { etag: 'W/"v9"' } },
    });
    assertVersion(9, 9);
    assertVersion('*', 9);
  });
});

describe('If-None-Match', () => {
  const tag = versionTag(7);
  it.each([
    ['W/"v7"', true],
    ['"v7"', true],
    ['*', true],
    ['W/"v6", "v7"', true],
    ['W/"v6"', false],
    ['', false],
    [undefined, false],
    ['v7', false],
    ['W/"v7x"', false],
  ])('%s matches version 7: %s', (header, expected) => {
    expect(noneMatch(header, tag)).toBe(expected);
  });

  it('knows equal bytes by their tag, and others from them', () => {
    expect(contentTag('{"a":1}')).toBe(contentTag(Buffer.from('{"a":1}')));
    expect(contentTag('{"a":1}')).not.toBe(contentTag('{"a":2}'));
    expect(contentTag('')).toMatch(/^W\/"[A-Za-z0-9_-]{22}"$/);
  });
});
