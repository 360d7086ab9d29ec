import { describe, expect, it } from 'vitest';
import { derivedUuid, newId } from './new-id.ts';

const AT = new Date('2026-11-21T08:30:00.000Z');
const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** The 74 bits of a UUIDv7 that are neither time nor version nor variant. */
const rest = (id: string) => id.slice(15, 18) + id.slice(19).replace('-', '');

describe('an id that is derived', () => {
  it('is a UUIDv7 of its time, the same each time', () => {
    const id = derivedUuid('job_1:7', AT);
    expect(id).toMatch(V7);
    expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(AT.getTime());
    expect(derivedUuid('job_1:7', AT)).toBe(id);
    expect(rest(derivedUuid('job_1:7', new Date(0)))).toBe(rest(id));
  });

  it('is another one for each seed: no part of it repeats another part', () => {
    const ids = Array.from({ length: 5_000 }, (_, line) => rest(derivedUuid(`job_1:${line}`, AT)));
    const distinct = (from: number, to?: number) => new Set(ids.map((id) => id.slice(from, to))).size;
    expect(distinct(0)).toBe(ids.length);
    // Either half alone is as good as random: of 5,000 among 2^31 and more hardly two meet.
    expect([distinct(0, 8), distinct(9)].every((count) => count > ids.length - 5)).toBe(true);
    // The counter is not made of the bytes the id ends in.
    expect(ids.filter((id) => id.endsWith(counterOf(id))).length).toBe(0);
  });
});

/** The counter of a UUIDv7 as its library writes it, in hexadecimal, as far as whole digits show it. */
const counterOf = (id: string) => {
  const bits = BigInt(`0x${id.slice(0, 3)}`) << 20n;
  const middle = BigInt(`0x${id.slice(3, 7)}`) & 0x3fffn;
  const tail = BigInt(`0x${id.slice(7, 9)}`) >> 2n;
  return (bits | (middle << 6n) | tail).toString(16).padStart(8, '0');
};

it('an id names its kind, and a later one sorts later', () => {
  const ids = Array.from({ length: 100 }, () => newId('prd'));
  expect(ids.every((id) => /^prd_/.test(id) && V7.test(id.slice(4)))).toBe(true);
  expect(ids.toSorted()).toEqual(ids);
});
