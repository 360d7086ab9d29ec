import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { testApp } from '../../../test/test-app.ts';
import { limits } from '../../platform/config/limits.ts';
import { changed as widened } from '../../platform/http/http.fixtures.ts';
import { givenDevice } from './given-device.fixtures.ts';

vi.setConfig({ testTimeout: 300_000 });
const app = await testApp();
/** `npm run proof -- drive` sends every point, `npm test` one of forty. */
const EVERY = process.env.PROOF === 'full' ? 1 : 40;
// A car reports once a second; here it does as fast as it can.
const unlimited = [limits.rate.burst, limits.rate.report].map((bucket) => widened(bucket, { limit: 100_000 }));
afterAll(() => {
  for (const end of unlimited) end();
});

/** A recorded drive (© OpenStreetMap contributors), as if it had just ended. */
async function aDrive() {
  const file = new URL('../../../../scripts/data/traces/darmstadt-frankfurt.csv', import.meta.url);
  const [, ...lines] = (await readFile(file, 'utf8')).trim().split('\n');
  const recorded = lines.map((line) => line.split(',').map(Number) as [number, number, number]); // its three columns
  const begin = Math.floor(Date.now() / 1_000) - (recorded.at(-1)?.[0] ?? 0) - 1;
  return recorded
    .filter((_, n) => n % EVERY === 0)
    .map(([second, lng, lat]) => ({ tst: begin + second, lng, lat, at: new Date((begin + second) * 1_000) }));
}
type Fix = Awaited<ReturnType<typeof aDrive>>[number];

describe('a recorded drive arrives unchanged in order and place', () => {
  type Phone = Awaited<ReturnType<typeof givenDevice>>['phone'];
  it.each<[string, (phone: Phone, fix: Fix) => ReturnType<Phone['query']>]>([
    ['as OsmAnd sends it', (phone, { lat, lng, at }) => phone.query({ lat, lon: lng, timestamp: at.getTime() })],
    [
      'as Traccar Client sends it in a form',
      (phone, { lat, lng, tst }) => phone.form({ location: `${lat},${lng}`, timestamp: tst, speed: 33.5 }),
    ],
    [
      'as Traccar Client sends it in JSON',
      (phone, { lat, lng, at }) => phone.json({ timestamp: at, coords: { latitude: lat, longitude: lng } }),
    ],
    [
      'as OwnTracks sends it',
      (phone, { lat, lng, tst }) => phone.owntracks({ _type: 'location', lat, lon: lng, tst, vel: 62 }),
    ],
  ])('%s', async (_what, send) => {
    const { phone, stored } = await givenDevice(app);
    const drive = await aDrive();
    // Of what a phone kept while it was offline several are on their way at once.
    for (let n = 0; n < drive.length; n += 4)
      for (const { status, text } of await Promise.all(drive.slice(n, n + 4).map((fix) => send(phone, fix))))
        expect([status, text]).toEqual([200, text === '[]' ? '[]' : '']);

    const found = await stored();
    expect(found.map(({ deviceTime, position }) => [deviceTime, position.coordinates])).toEqual(
      drive.map(({ at, lng, lat }) => [at, [lng, lat]]),
    );
  });
});
