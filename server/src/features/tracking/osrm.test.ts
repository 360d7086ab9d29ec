import { expect, it } from 'vitest';
import { limits } from '../../platform/config/limits.ts';
import { aWay, fakeOsrm } from './osrm.fixtures.ts';
import { createOsrm, type RouteOutcome } from './osrm.ts';
import { DARMSTADT, FRANKFURT } from './tracking.fixtures.ts';

const { routeBreakerFailures, routeBreakerRetryMs } = limits.tracking;

async function given(...[answer]: Parameters<typeof fakeOsrm>) {
  const outcomes: RouteOutcome[] = [];
  let now = 0;
  const { url, asked } = await fakeOsrm(answer);
  const route = createOsrm({ url, onRoute: (outcome) => outcomes.push(outcome), now: () => now });
  const pass = (ms: number) => {
    now += ms;
  };
  return { route, asked, outcomes, pass };
}

it('a way is asked for as OSRM wants it, and measured by its answer', async () => {
  const { route, asked } = await given(aWay(31_204.6, 1_710.2));

  expect(await route(DARMSTADT, FRANKFURT)).toEqual({ metres: 31_204.6, ms: 1_710_200 });
  expect(asked).toEqual(['/route/v1/driving/8.651,49.873;8.647,50.112?overview=false']);
});

it('a vehicle that stands, or went a few metres, is not asked for again', async () => {
  const { route, asked, outcomes } = await given(aWay(31_000, 1_700));

  for (const metres of [0, 0, 20]) await route([DARMSTADT[0] + metres / 1e6, DARMSTADT[1]], FRANKFURT);
  await route(FRANKFURT, DARMSTADT);

  expect(asked).toHaveLength(2);
  expect(outcomes).toEqual(['routed', 'cached', 'cached', 'routed']);
});

it('where there is no road, that is an answer, and remembered', async () => {
  const { route, asked, outcomes } = await given((_req, res) => void res.writeHead(400).end('{"code":"NoRoute"}'));

  expect(await route(DARMSTADT, FRANKFURT)).toBeUndefined();
  expect(await route(DARMSTADT, FRANKFURT)).toBeUndefined();

  expect([asked.length, outcomes]).toEqual([1, ['no_route', 'cached']]);
});

it.each([
  ['says nothing', () => {}],
  [
    'says no',
    (_req: unknown, res: { writeHead(status: number): { end(text: string): void } }) => res.writeHead(500).end(''),
  ],
  ['says something else', (_req: unknown, res: { end(text: string): void }) => res.end('{"code":"Ok","routes":[]}')],
  [
    'sends elsewhere',
    (_req: unknown, res: { writeHead(status: number, headers: object): { end(): void } }) =>
      res.writeHead(302, { Location: '/other' }).end(),
  ],
])('a service that %s costs no position: there is no way by road then', async (_what, answer) => {
  const { route, outcomes, asked } = await given(answer as Parameters<typeof fakeOsrm>[0]);

  expect(await route(DARMSTADT, FRANKFURT)).toBeUndefined();

  expect([outcomes, asked.length]).toEqual([['failed'], 1]);
});

it('a service that fails several times in a row is left alone for a while, then tried once', async () => {
  let works = false;
  const { route, asked, outcomes, pass } = await given((req, res) => {
    if (works) aWay(1_000, 60)(req, res);
    else res.destroy();
  });
  const places = Array.from(
    { length: routeBreakerFailures + 3 },
    (_, index) => [8 + index / 10, 50] as [number, number],
  );

  for (const place of places) await route(place, FRANKFURT);
  expect(asked).toHaveLength(routeBreakerFailures);
  expect(outcomes.slice(-3)).toEqual(['not_asked', 'not_asked', 'not_asked']);

  works = true;
  pass(routeBreakerRetryMs);
  expect(await route(DARMSTADT, FRANKFURT)).toEqual({ metres: 1_000, ms: 60_000 });
  expect(await route(FRANKFURT, DARMSTADT)).toEqual({ metres: 1_000, ms: 60_000 });
});
