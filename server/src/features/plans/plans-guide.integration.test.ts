import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testApp } from '../../../test/test-app.ts';
import { givenPlan } from './given-plan.fixtures.ts';
import { movesFrom, type SubscriptionStatus } from './subscriptions.model.ts';

const guide = readFileSync(new URL('../../../../docs/guides/plans.md', import.meta.url), 'utf8');
const app = await testApp();

/** A request of the guide with the answer that follows it. */
const STEP =
  /^```http (?<who>\w+)\n(?<method>\w+) (?<path>\S+)\n(?<head>[^`]*?)(?:\n(?<sent>\{[^`]*?))?```\n```json (?<status>\d+)\n(?<shown>[^`]*)```$/gm;

describe('the guide to plans', () => {
  it('comes out as it says, request by request', async () => {
    const { admin, person, clientId, aClient, amendPlan, plan } = await givenPlan(app);
    await amendPlan(plan, { status: 'withdrawn' }); // the guide begins with nothing on offer
    const callers = new Map([
      ['admin', admin],
      ['client', await person()],
    ]);
    const known = new Map([
      ['$client', clientId],
      ['$other', await aClient()],
    ]);
    const filled = (text = '') => text.replaceAll(/\$[a-z]+/g, (name) => known.get(name) ?? name);

    const steps = [...guide.matchAll(STEP)].map(({ groups = {} }) => groups);
    expect(steps).toHaveLength(guide.match(/^```http/gm)?.length ?? 0);
    for (const { who = '', method = '', path, head = '', sent, status, shown = '' } of steps) {
      const headers = Object.fromEntries(
        head
          .split('\n')
          .filter(Boolean)
          .map((line) => line.split(': ')),
      );
      const by = callers.get(who);
      const verb = method.toLowerCase() as 'get' | 'post' | 'patch'; // the contract has no others
      const answer = await by?.send(verb, filled(path), sent && JSON.parse(filled(sent)), headers);

      // The first answer that shows a new word says what it stands for.
      const word = /"id": "(\$[a-z]+)"/.exec(shown)?.[1];
      if (word && !known.has(word)) known.set(word, answer?.body.id);
      expect([answer?.status, answer?.body], `${method} ${path}`).toMatchObject([
        Number(status),
        JSON.parse(filled(shown)),
      ]);
    }
    expect(steps.length).toBeGreaterThan(8);
  });

  it('lists the moves that subscriptions may make', () => {
    const rows = [...guide.matchAll(/^\| `(\w+)` \| ([`\w, –]+) \|$/gm)];
    const told = rows.map(([, from, to = '']) => [from, [...to.matchAll(/`(\w+)`/g)].map(([, target]) => target)]);
    const statuses: readonly SubscriptionStatus[] = ['trial', 'active', 'past_due', 'cancelled'];
    expect(told).toEqual(statuses.map((status) => [status, [...movesFrom(status)]]));
  });
});
