import { describe } from 'vitest';
import { fakeSymphonia } from '../src/testing/index.ts';
import { anOrderFor } from './support/a-trade.ts';
import { serverContract } from './support/server-contract.ts';

describe('the fake server keeps the contract', () => {
  serverContract(async () => {
    const api = fakeSymphonia();
    const [ada, bob, dan] = await Promise.all(
      (['client', 'client', 'dispatcher'] as const).map((role, i) =>
        api
          .signIn(['ada', 'bob', 'dan'][i] ?? '', { role })
          .getToken({ force: false, signal: new AbortController().signal }),
      ),
    );
    if (!ada || !bob || !dan) throw new Error('Three have signed in.');
    return {
      ...{ ada, bob, dan, base: api.baseUrl, fetch: api.fetch },
      account: { tenant: 'test', email: 'ada@test.example', password: 'correct horse battery' },
      order: anOrderFor('prd_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c'),
    };
  });
});
