import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { testApp } from '../../../test/test-app.ts';
import { limits } from '../../platform/config/limits.ts';
import { aCtx } from '../../platform/db/mongo.fixtures.ts';
import type { CatalogDeps } from './catalog.deps.ts';
import { aFile } from './catalog.fixtures.ts';
import { finished, left, NOTHING, takenIn, theWorld } from './imports.fixtures.ts';
import { sweepImports } from './sweep-imports.ts';

const app = await testApp();

describe('the daily sweep of imports', () => {
  const HOUR_MS = 3_600_000;
  const sweep = (hours: number) => sweepImports(theWorld(app), new Date(Date.now() + hours * HOUR_MS));
  const died = new Error('died');

  it('removes what died before it was recorded, by its age, and the same file comes in anew', async () => {
    const tenant = await givenTenant(app);
    const [key, text] = [v7(), aFile('Box,ltl,piece')];
    const imports = { ...theWorld(app).imports, insertOnce: () => Promise.reject(died) };
    await expect(takenIn(app, { imports }, aCtx({ tenantId: tenant.id }), { key, text })).rejects.toBe(died);

    await sweep(0);
    expect(await left(app, tenant)).toEqual({ bytes: 1, rows: 1, files: 0, jobs: 0 });
    expect(await sweep(2)).toBeGreaterThanOrEqual(1);

    expect(await left(app, tenant)).toEqual(NOTHING);
    const again = await tenant.admin.post('/products/import', text, {
      'Content-Type': 'text/csv',
      'Idempotency-Key': key,
    });
    expect((await finished(app, tenant.admin, again)).result).toMatchObject({ created: 1 });
  });

  it('leaves a file that waits for its job, and removes it when nothing names it any more', async () => {
    const tenant = await givenTenant(app);
    const [key, text] = [v7(), aFile('Box,ltl,piece')];
    const startJob = () => Promise.reject(died);
    const taken = (id: string) => takenIn(app, { startJob }, aCtx({ tenantId: tenant.id }), { key: id, text });
    await expect(taken(key)).rejects.toBe(died);
    await expect(taken(v7())).rejects.toBe(died);

    await sweep(24);
    expect(await left(app, tenant)).toEqual({ bytes: 2, rows: 2, files: 2, jobs: 0 });
    const again = await tenant.admin.post('/products/import', text, {
      'Content-Type': 'text/csv',
      'Idempotency-Key': key,
    });
    expect((await finished(app, tenant.admin, again)).result).toMatchObject({ created: 1 });
    expect(await left(app, tenant)).toEqual({ bytes: 1, rows: 1, files: 2, jobs: 1 });

    await sweep(24 * (limits.jobs.keptDays + 2));
    expect(await left(app, tenant)).toMatchObject({ bytes: 0, rows: 0 });
  });

  it('lets no file follow the bytes that it has taken', async () => {
    const tenant = await givenTenant(app);
    const world = theWorld(app);
    const blobs: CatalogDeps['blobs'] = {
      ...world.blobs,
      async put(...about) {
        const stored = await world.blobs.put(...about);
        await sweep(2);
        return stored;
      },
    };
    const late = takenIn(app, { blobs }, aCtx({ tenantId: tenant.id }), { key: v7(), text: aFile('Box,ltl,piece') });
    await expect(late).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await left(app, tenant)).toEqual(NOTHING);
  });

  it('finds them by their index', async () => {
    const rows = app.mongo.db.collection('product_import_bytes');
    const plan = await rows.find({ dueAt: { $lt: new Date() }, swept: true }).explain();
    expect(JSON.stringify(plan.queryPlanner.winningPlan)).toContain('"indexName":"due"');
  });
});
