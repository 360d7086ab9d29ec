import { describe, expect, it } from 'vitest';
import { expectProblem } from '../../../test/problems.ts';
import { testApp } from '../../../test/test-app.ts';
import { limits } from '../../platform/config/limits.ts';
import { aPhone, givenDevice } from './given-device.fixtures.ts';

const app = await testApp();

describe.concurrent('what an app sends', () => {
  const place = { lat: '49.843994', lon: '8.595176' };

  it('is the vehicle’s position for who watches it, with its speed in our unit', async () => {
    const { phone, tenant, vehicleId } = await givenDevice(app);
    await phone.query({ ...place, speed: '10', bearing: '12' });
    const { body } = await tenant.dispatcher.get(`/tracking/vehicles/${vehicleId}/trail`);
    expect(body.points).toMatchObject([{ coordinates: [8.595176, 49.843994], speedKmh: 18.52, heading: 12 }]);
  });

  it('at the address we give OsmAnd is taken once its blanks are filled, and when Traccar Client adds its own', async () => {
    const { device, phone, stored } = await givenDevice(app);
    const path = device.osmandUrl.replace(app.config.publicUrl, '');
    const filled = ['49.84', '8.59', '1763713740123', '1.0', '140', '17.2', '12'];
    expect((await phone.who.get(path.replaceAll(/\{(\d)\}/g, (_, n) => filled[Number(n)] ?? ''))).status).toBe(200);
    const own = 'id=123456&timestamp=1763713800&lat=49.85&lon=8.60&speed=10&batt=80';
    expect((await phone.who.post(`${encodeURI(path)}&${own}`)).status).toBe(200);
    const coords = { latitude: 49.86, longitude: 8.61 };
    const json = { location: { timestamp: '2025-11-21T08:31:00Z', coords }, device_id: '123456' };
    expect((await phone.who.post(encodeURI(path), json)).status).toBe(200);
    expect((await stored()).map(({ position }) => [...position.coordinates, position.altitudeMetres])).toEqual([
      [8.59, 49.84, 140],
      [8.6, 49.85, undefined],
      [8.61, 49.86, undefined],
    ]);
  });

  it('is stored by a GET, but not by a HEAD, which must change nothing', async () => {
    const { device, stored } = await givenDevice(app);
    const asked = await fetch(`${app.url}/api/v1/ingest/osmand?id=${device.key}&lat=1&lon=1`, { method: 'HEAD' });
    expect([asked.status, asked.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(await stored()).toEqual([]);
  });

  it('is refused with a sentence where it is no position, and nothing of it is kept', async () => {
    const { phone, stored } = await givenDevice(app);
    const ahead = new Date(Date.now() + 6 * 60_000).toISOString();
    for (const answer of [
      await phone.query({}),
      await phone.query({ lat: 'NaN', lon: '8.6' }),
      await phone.form({ ...place, timestamp: 'yesterday' }),
      await phone.form({ ...place, timestamp: ahead }),
      await phone.json({ coords: { latitude: 91, longitude: 0 } }),
      await phone.owntracks({ _type: 'location', lat: 49.8 }),
      await phone.owntracks([]),
    ]) {
      expectProblem(answer, 400, 'invalid_request');
      expect(answer.body.errors[0].message).toMatch(/^must .*\.$/);
    }
    expect(await stored()).toEqual([]);
  });

  it('of OwnTracks that is no position is answered and not kept, also an empty body', async () => {
    const { phone, stored } = await givenDevice(app);
    for (const message of [undefined, { _type: 'transition' }, { _type: 'encrypted', data: 'x' }]) {
      const answer = await phone.owntracks(message);
      expect([answer.status, answer.body]).toEqual([200, []]);
    }
    expect((await phone.query({ ...place, valid: 'false' })).status).toBe(200);
    expect(await stored()).toEqual([]);
  });

  it('is small: more than its limit is too large, and text that is neither form nor JSON is malformed', async () => {
    const { phone, device } = await givenDevice(app);
    const path = `/ingest/osmand?id=${device.key}`;
    expectProblem(await phone.who.raw('post', path, `{"a":"${'a'.repeat(110_000)}"}`), 413, 'body_too_large');
    expectProblem(await phone.who.raw('post', path, '<a/>', { 'Content-Type': 'text/xml' }), 400, 'malformed_json');
  });

  it('counts in buckets of its own: one device gone wild is refused, its neighbour and its people are not', async () => {
    const { phone, add, carrier, device } = await givenDevice(app);
    const { limit } = limits.rate.burst;
    const answers = await Promise.all(Array.from({ length: 4 * limit }, () => phone.query(place)));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expectProblem(answer, 429, 'rate_limited');
    expect(answers[0]?.headers['ratelimit-policy']).toMatch(/"report"; q=600.*"report-tenant"; q=60000/);
    const neighbour = (await add(carrier)).body.key as string;
    expect((await aPhone(app, neighbour).query(place)).status).toBe(200);
    expect((await carrier.get(`/tracking/devices?vehicleId=${device.vehicleId}`)).status).toBe(200);
  });
});
