import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A routing service that answers as it is told, until the test is over; `asked` are the addresses it was asked for. */
export async function fakeOsrm(answer: RequestListener): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(req.url ?? '');
    answer(req, res);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }; // it listens on a port
}

/** Its answer to a question for a way, as OSRM 5 gives it. */
export const aWay =
  (metres: number, seconds: number): RequestListener =>
  (_req, res) =>
    void res
      .setHeader('Content-Type', 'application/json')
      .end(JSON.stringify({ code: 'Ok', routes: [{ distance: metres, duration: seconds, legs: [] }], waypoints: [] }));
