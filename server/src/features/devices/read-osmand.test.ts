import { describe, expect, it } from 'vitest';
import { readOsmand } from './read-osmand.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const TIME = '1795249800';
const at = '2026-11-21T08:30:00.000Z';
const here = { lat: '49.843994', lon: '8.595176' };
const point = { deviceTime: at, coordinates: [8.595176, 49.843994] };

describe('a query or a form', () => {
  it.each<[string, Record<string, unknown>, object]>([
    ['where and when', { ...here, timestamp: TIME }, point],
    ['location in one', { location: '49.843994,8.595176', timestamp: TIME }, point],
    ['location with a space', { location: '49.843994, 8.595176', timestamp: TIME }, point],
    ['no time', here, { ...point, deviceTime: NOW.toISOString() }],
    ['a speed in knots', { ...here, timestamp: TIME, speed: '33.5' }, { ...point, speedKmh: 62.04 }],
    ['a bearing', { ...here, timestamp: TIME, bearing: '12.5' }, { ...point, heading: 12.5 }],
    ['a heading', { ...here, timestamp: TIME, heading: '12.5' }, { ...point, heading: 12.5 }],
    [
      'everything',
      { ...here, timestamp: TIME, altitude: '140.25', accuracy: '5', batt: '80.0', hdop: '0.9', valid: 'true' },
      { ...point, altitudeMetres: 140.25, accuracyMetres: 5, batteryPercent: 80 },
    ],
    ['what nobody knows', { ...here, timestamp: TIME, driverUniqueId: '7', ignition: 'true', x: ['a', 'b'] }, point],
    ['what it does not know itself', { ...here, timestamp: TIME, speed: '-1', bearing: '-1', accuracy: '-1' }, point],
    ['numbers that are none', { ...here, timestamp: TIME, speed: 'NaN', altitude: '', batt: '0x50' }, point],
    ['more than a car can do', { ...here, timestamp: TIME, speed: '900', batt: '101', altitude: '30000' }, point],
    [
      'blanks of OsmAnd before its own',
      { lat: ['{0}', here.lat], lon: ['{1}', here.lon], timestamp: ['{2}', TIME] },
      point,
    ],
    ['numbers of JSON', { lat: 49.843994, lon: 8.595176, timestamp: 1_795_249_800 }, point],
    ['the ends of the world', { lat: '-90', lon: '180', timestamp: TIME }, { ...point, coordinates: [180, -90] }],
  ])('%s', (_what, sent, expected) => {
    expect(readOsmand(sent, undefined, NOW)).toEqual({ point: expected });
    expect(readOsmand({}, sent, NOW)).toEqual({ point: expected });
  });

  it('may be divided among both', () => {
    expect(readOsmand({ id: 'dk_1' }, { ...here, timestamp: TIME }, NOW)).toEqual({ point });
  });

  it.each(['false', 'FALSE', '0', false])('that says valid=%s is not kept', (valid) => {
    expect(readOsmand({ ...here, valid }, undefined, NOW)).toEqual({ nothing: true });
  });

  it.each<[Record<string, unknown>, string[]]>([
    [{}, ['/lat', '/lon']],
    [{ lat: '49.8' }, ['/lon']],
    [{ lat: 'NaN', lon: '8.6' }, ['/lat']],
    [{ lat: '90.1', lon: '8.6' }, ['/lat']],
    [{ lat: '49.8', lon: '-180.01' }, ['/lon']],
    [{ lat: '49,8', lon: '8,6' }, ['/lat', '/lon']],
    [{ lat: 'Infinity', lon: '1e999' }, ['/lat', '/lon']],
    [{ lat: { $gt: 0 }, lon: [] }, ['/lat', '/lon']],
    [{ location: '49.8' }, ['/lon']],
    [{ ...here, timestamp: 'yesterday' }, ['/timestamp']],
  ])('%j is refused for %j', (sent, pointers) => {
    const reading = readOsmand(sent, undefined, NOW);
    expect('wrong' in reading && reading.wrong.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

describe('what no app sends', () => {
  it('is told to be no number in the time it takes to look at it', () => {
    const digits = '1'.repeat(90_000);
    const sent = { lat: `${digits}x`, lon: `-${digits}.${digits}e`, timestamp: `${digits}!` };
    // Tried in every way to read it, this would not come back before the test is given up.
    expect(readOsmand({}, sent, NOW)).toMatchObject({ wrong: [{ pointer: '/lat' }, { pointer: '/lon' }, {}] });
  });

  it('is passed over, also where it cannot even become a text', () => {
    const nothing = { toString: 1, valueOf: 1 };
    expect(readOsmand({}, { ...here, timestamp: TIME, valid: nothing, speed: nothing }, NOW)).toEqual({ point });
    expect(readOsmand({}, { ...here, timestamp: TIME, valid: [[nothing]] }, NOW)).toEqual({ point });
    expect(readOsmand({}, { ...here, timestamp: nothing }, NOW)).toHaveProperty('wrong');
  });
});

describe('the JSON of Traccar Client', () => {
  const json = (location: object) => readOsmand({}, { location, device_id: 'dk_1' }, NOW);

  it('has metres a second, and the battery as a part of one', () => {
    const location = {
      timestamp: at,
      coords: { latitude: 49.843994, longitude: 8.595176, accuracy: 5.4, speed: 17.25, heading: 12, altitude: 140 },
      is_moving: true,
      odometer: 1_234.5,
      event: 'motionchange',
      battery: { level: 0.83, is_charging: false },
      activity: { type: 'in_vehicle' },
      extras: {},
    };
    expect(json(location)).toEqual({
      point: {
        ...point,
        speedKmh: 62.1,
        heading: 12,
        accuracyMetres: 5.4,
        altitudeMetres: 140,
        batteryPercent: 83,
      },
    });
  });

  it('has -1 for what it does not know', () => {
    const coords = { latitude: 49.843994, longitude: 8.595176, speed: -1, heading: -1 };
    expect(json({ timestamp: at, coords, battery: { level: -1 } })).toEqual({ point });
  });

  it.each([{}, { coords: null }, { coords: 'here' }, { coords: { latitude: 49.8 } }])('%j is refused', (location) => {
    expect(json({ timestamp: at, ...location })).toHaveProperty('wrong');
  });
});
