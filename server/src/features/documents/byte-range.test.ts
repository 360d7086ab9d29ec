import { describe, expect, it } from 'vitest';
import { askedBytes } from './byte-range.ts';

const ask = (range: string | undefined, ifRange?: string) => askedBytes({ range, ifRange }, '"tag"', 1_000);

describe('the bytes that are asked for', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=0-499', { start: 0, end: 499 }],
    ['bytes=500-', { start: 500, end: 999 }],
    ['bytes=500-5000', { start: 500, end: 999 }],
    ['bytes=-1', { start: 999, end: 999 }],
    ['bytes=-5000', { start: 0, end: 999 }],
    ['Bytes = 1 - 2', { start: 1, end: 2 }],
  ])('%s is a part', (range, part) => {
    expect(ask(range)).toEqual(part);
  });

  it.each(['bytes=1000-', 'bytes=1000-2000', 'bytes=-0', 'bytes=999999999999999-'])('%s cannot be had', (range) => {
    expect(ask(range)).toBe('unsatisfiable');
  });

  it.each([
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=5-4',
    'bytes=a-b',
    'bytes=0-1,5-6',
    'lines=0-1',
    'bytes=0x1-2',
    'bytes=1.5-2',
    'bytes=--1',
    `bytes=${'9'.repeat(400)}-`,
  ])('%s is ignored', (range) => {
    expect(ask(range)).toBe('whole');
  });

  it('are a part only of what the caller holds, by its strong tag', () => {
    expect(ask('bytes=0-1', '"tag"')).toEqual({ start: 0, end: 1 });
    for (const other of ['"other"', 'W/"tag"', 'Sat, 21 Nov 2026 08:00:00 GMT', '*'])
      expect(ask('bytes=0-1', other)).toBe('whole');
    expect(ask('bytes=5000-', '"other"')).toBe('whole');
  });
});
