import { describe, expect, it } from 'vitest';
import { InvalidRequest } from '../../platform/http/errors.ts';
import { circleOf } from './near-orders.ts';

describe('a circle', () => {
  it('is read as longitude, latitude and metres', () => {
    expect(circleOf('8.6512,-49.8728,50000')).toEqual({ longitude: 8.6512, latitude: -49.8728, metres: 50_000 });
    expect(circleOf('-180,90,1')).toEqual({ longitude: -180, latitude: 90, metres: 1 });
  });

  it.each([
    ['181,49,100', 'longitude'],
    ['-180.5,49,100', 'longitude'],
    ['8,90.1,100', 'latitude'],
    ['8,49,50001', 'radius'],
  ])('%s is none, because of its %s', (near, what) => {
    expect(() => circleOf(near)).toThrow(what);
    try {
      circleOf(near);
    } catch (error) {
      expect(InvalidRequest.is(error) && error.extras.errors).toMatchObject([{ pointer: '/query/near' }]);
    }
  });

  it('names every mistake', () => {
    expect(() => circleOf('999,99,99999')).toThrow('3 things are wrong');
  });
});
