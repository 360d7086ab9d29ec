import { describe, expect, it } from 'vitest';
import { type Check, createHealth } from './health.ts';

const about = { version: '1.0.0', build: '7', commit: 'abc' };

function given({ checks = [] as readonly Check[] } = {}) {
  const state = { draining: false, reached: false, started: false, time: Date.parse('2026-11-21T10:00:00.000Z') };
  const health = createHealth({
    lifecycle: {
      get draining() {
        return state.draining;
      },
    },
    mongo: {
      get reached() {
        return state.reached;
      },
    },
    started: () => state.started,
    about: { ...about, secret: 'not told' } as typeof about,
    checks,
    now: () => state.time,
  });
  return { state, health };
}

describe('a process is ready', () => {
  it('when it has started and MongoDB was reached once, and not before', () => {
    const { state, health } = given();

    expect(health.ready()).toEqual({ httpStatus: 503, status: 'starting' });
    state.started = true;
    expect(health.ready().httpStatus).toBe(503);
    state.reached = true;
    expect(health.ready()).toEqual({ httpStatus: 200, status: 'ok' });
  });

  it('until it drains; it is alive all the while', () => {
    const { state, health } = given();
    Object.assign(state, { started: true, reached: true, draining: true });

    expect(health.ready()).toEqual({ httpStatus: 503, status: 'draining' });
    expect(health.live()).toEqual({ httpStatus: 200, status: 'ok' });
  });

  it('whatever is found out about the servers it uses', async () => {
    const { state, health } = given({ checks: [{ name: 'redis', look: async () => ({ ok: false }) }] });
    Object.assign(state, { started: true, reached: true });
    await health.detail();

    expect(health.ready().httpStatus).toBe(200);
  });
});

it('tells version, build and commit, and nothing else it was given', () => {
  expect(given().health.about()).toEqual({ status: 'starting', ...about });
});

describe('the detail', () => {
  it('is looked up once a minute, however many ask', async () => {
    let looks = 0;
    const look = async () => {
      looks += 1;
      return { detail: { looks } };
    };
    const { state, health } = given({ checks: [{ name: 'mongodb', look }] });

    const [first] = await Promise.all([health.detail(), health.detail()]);
    state.time += 59_999;
    expect(await health.detail()).toEqual(first);
    expect(first?.findings).toEqual([{ name: 'mongodb', ok: true, detail: { looks: 1 } }]);

    state.time += 1;
    expect((await health.detail()).findings[0]?.detail).toEqual({ looks: 2 });
  });

  it('says what failed, and is about this moment where it says whether we drain', async () => {
    const look = () => Promise.reject(new Error('no primary'));
    const { state, health } = given({ checks: [{ name: 'mongodb', look }] });
    Object.assign(state, { started: true, reached: true });

    expect((await health.detail()).findings).toEqual([{ name: 'mongodb', ok: false, detail: { error: 'no primary' } }]);
    state.draining = true;
    expect((await health.detail()).status).toBe('draining');
  });
});
