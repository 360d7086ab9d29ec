import { afterAll, expect, it } from 'vitest';
import { testApp } from '../../../test/test-app.ts';
import { limits } from '../../platform/config/limits.ts';
import { changed as narrowed } from '../../platform/http/http.fixtures.ts';
import { givenTransport } from './given-transport.fixtures.ts';
import { aReportedPoint } from './tracking.fixtures.ts';
import { watcher } from './watcher.fixtures.ts';

const app = await testApp();
afterAll(narrowed(limits.rate.report, { limit: 3 }));

it('reports over a socket and over HTTP are counted together, and too many are told when to come back', async () => {
  const { driver, report, dispatcher } = await givenTransport(app, 'assigned');
  const socket = await watcher(app.url, driver.token);
  const frame = { points: [aReportedPoint()] };

  expect((await socket.report(frame)).t).toBe('reported');
  expect((await report(driver, [aReportedPoint()])).status).toBe(200);
  expect((await socket.report(frame)).t).toBe('reported');
  const refused = await socket.report(frame);

  expect(refused).toMatchObject({ t: 'error', id: 'r1', code: 'unavailable' });
  expect(refused.detail).toMatch(/"report" allows 3 per 60 s .* try again in \d+ s\./);
  expect((await report(driver, [aReportedPoint()])).status).toBe(429);
  // It costs nobody anything else.
  expect((await driver.get('/transport-orders')).status).toBe(200);
  expect((await dispatcher.get('/transport-orders')).status).toBe(200);
  socket.close();
});
