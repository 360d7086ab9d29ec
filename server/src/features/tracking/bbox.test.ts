import { describe, expect, it } from 'vitest';
import { isInside, parseBox } from './bbox.ts';
import type { Coordinates } from './tracking.model.ts';

describe('a part of the map', () => {
  it.each([
    ['8.4,49.7,8.9,50.2', { west: 8.4, south: 49.7, east: 8.9, north: 50.2 }],
    ['-180,-90,180,90', { west: -180, south: -90, east: 180, north: 90 }],
    ['170,-20,-170,-10', { west: 170, south: -20, east: -170, north: -10 }],
    ['8.4,50.2,8.9,49.7', undefined],
    ['8.4,49.7,180.1,50.2', undefined],
    ['8.4,49.7,8.9,90.5', undefined],
    ['8.4,49.7,8.9', undefined],
    ['8.4,49.7,8.9,50.2,1', undefined],
    ['8.4,,8.9,50.2', undefined],
    ['8.4,49.7,8.9,1e1', undefined],
    ['', undefined],
  ])('"%s" is %o', (text, box) => {
    expect(parseBox(text)).toEqual(box);
  });

  it.each<[string, Coordinates, boolean]>([
    ['8,49,9,50', [8.5, 49.5], true],
    ['8,49,9,50', [8, 50], true],
    ['8,49,9,50', [9.01, 49.5], false],
    ['8,49,9,50', [8.5, 48.9], false],
    ['170,-20,-170,-10', [175, -15], true],
    ['170,-20,-170,-10', [-175, -15], true],
    ['170,-20,-170,-10', [180, -15], true],
    ['170,-20,-170,-10', [0, -15], false],
    ['170,-20,-170,-10', [175, 0], false],
  ])('%s holds %o: %s', (text, place, inside) => {
    const box = parseBox(text);
    expect(box && isInside(box, place)).toBe(inside);
  });
});
