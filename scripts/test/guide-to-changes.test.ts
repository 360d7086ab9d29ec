import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../server/src/app.ts';
import { silent } from '../../server/src/platform/cache/redis.fixtures.ts';
import { errorKinds } from '../../server/src/platform/errors/app-error.ts';
import { OPERATIONS } from '../../server/src/platform/http/contract.gen.ts';
import type { OperationRow } from '../../server/src/platform/http/operation.ts';
import { testConfig } from '../../server/test/test-app.ts';

const guide = readFileSync(new URL('../../docs/guides/changing-things.md', import.meta.url), 'utf8');
const changes = (Object.values(OPERATIONS) as OperationRow[]).filter(({ method }) => method === 'PATCH');

describe('the guide to changes', () => {
  it('names all that can be changed, and by whom', () => {
    const told = [...guide.matchAll(/^\| `PATCH (\S+)` \| ([\w, ]+) \|$/gm)].map(([, path, by]) => `${path}: ${by}`);
    expect(told).toEqual(changes.map(({ path, roles }) => `${path.replace('/api/v1', '')}: ${roles.join(', ')}`));
  });

  it('is right that there is one way for all of them', () => {
    for (const { path, ifMatch, idempotent, bodyTypes } of changes)
      expect([path, ifMatch, idempotent, bodyTypes.includes('application/merge-patch+json')]).toEqual([
        path,
        true,
        'key',
        true,
      ]);
    for (const { path, statuses } of changes)
      expect([path, [412, 422, 428].every((status) => statuses.includes(status))]).toEqual([path, true]);
  });

  it('tells of every refusal that only a change can meet, with its status', () => {
    // Putting the house together declares every kind of refusal; nothing is started.
    const nowhere = {
      MONGODB_URI: 'mongodb://127.0.0.1:1',
      REDIS_URL: 'redis://127.0.0.1:1',
      SMTP_URL: 'smtp://127.0.0.1:1',
    };
    createApp({ config: testConfig(nowhere), log: silent, instance: 'guide' });
    const told = [...guide.matchAll(/^\| `(\d+) (\w+)` \|/gm)].map(([, status, code]) => `${status} ${code}`);
    const met = [...new Set(changes.flatMap(({ problems }) => problems))]
      .map((code) => `${errorKinds.get(code)?.status} ${code}`)
      .filter((one) => /^(409|412|422|428) /.test(one));
    expect(told.toSorted()).toEqual([...met, '400 invalid_request'].toSorted());
  });
});
