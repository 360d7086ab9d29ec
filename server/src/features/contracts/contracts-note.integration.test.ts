import { expect, it } from 'vitest';
import { testApp } from '../../../test/test-app.ts';
import { givenContracting } from './contracts.fixtures.ts';

const app = await testApp();

/** Contracts of both sides, with what staff noted of them when they had come into force. */
async function given() {
  const world = await givenContracting(app);
  const { carrierId, client, carrier, tenant } = world;
  const own = [await world.active({ note: 'at first' }), await world.active({ carrierId })] as const;
  for (const id of own) await tenant.admin.patch(`/contracts/${id}`, { note: 'secret' }, { 'If-Match': 'W/"v2"' });
  return {
    tenant,
    sides: [
      [client, own[0]],
      [carrier, own[1]],
    ] as const,
  };
}

it('neither side sees what staff noted, by whichever way it reads its contracts', async () => {
  const { tenant, sides } = await given();
  for (const [person, id] of sides) {
    for (const path of [`/contracts/${id}`, '/contracts', '/contracts?fields=id,note', '/contracts?status=active']) {
      // Staff look first, so whatever might be kept of an answer is kept of theirs.
      expect((await tenant.dispatcher.get(path)).text).toContain('secret');
      const answer = await person.get(path);
      expect([answer.status, answer.text.includes('note'), answer.text.includes('secret')]).toEqual([
        200,
        false,
        false,
      ]);
    }
  }
});

it('and is never told that an answer with a note still stands, such as one that staff left in the same browser', async () => {
  const { tenant, sides } = await given();
  for (const [person, id] of sides) {
    for (const path of [`/contracts/${id}`, '/contracts']) {
      const held = (await tenant.dispatcher.get(path)).headers.etag ?? '';
      expect((await tenant.dispatcher.get(path, { 'If-None-Match': held })).status).toBe(304);

      const answer = await person.get(path, { 'If-None-Match': held });

      expect(answer.status).toBe(200);
      const own = answer.headers.etag ?? '';
      expect((await person.get(path, { 'If-None-Match': own })).status).toBe(304);
    }
  }
});
