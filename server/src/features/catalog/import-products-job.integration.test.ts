import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { limits } from '../../platform/config/limits.ts';
import { aCtx, ownDatabase } from '../../platform/db/mongo.fixtures.ts';
import { createPager } from '../../platform/db/page.ts';
import type { ImportReport } from '../../platform/http/contract.types.gen.ts';
import type { JobCtx } from '../../platform/queue/define-job.ts';
import { openBlobs } from '../../platform/storage/open-blobs.ts';
import { createProductsRepo } from './catalog.repo.ts';
import { checkUpload } from './check-upload.ts';
import { createImportBytesRepo } from './import-bytes.repo.ts';
import { type ImportDeps, importProductsJob } from './import-products.job.ts';
import { createImportsRepo } from './imports.repo.ts';

const { mongo, drop } = ownDatabase();
afterAll(drop);
const now = () => new Date();
const blobs = openBlobs({ mongo, now, s3: undefined });
const bytes = createImportBytesRepo(mongo);
const imports = createImportsRepo(mongo, bytes);
const products = createProductsRepo(mongo.db, createPager('a secret of at least thirty-two characters'));

/** A file that has come in and waits for its job, in a tenant of its own. */
async function givenFile(text: string) {
  const jobId = 'job_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c';
  const steps: number[] = [];
  const progress: JobCtx['progress'] = async (percent) => void steps.push(percent);
  const ctx: JobCtx = { ...aCtx(), attempt: 1, lastAttempt: false, progress };
  async function* source() {
    yield Buffer.from(text);
  }
  const checked = checkUpload(source());
  await bytes.begin(ctx, 'the-file', now());
  const { sha256 } = await blobs.put(ctx, 'the-file', checked.bytes, { contentType: 'text/csv' });
  await imports.insertOnce(ctx, { id: jobId, blobId: 'the-file', sha256, ...checked.passed(), at: now() });

  let invalidations = 0;
  const invalidate = async () => {
    invalidations += 1;
  };
  const deps: ImportDeps = { products, imports, bytes, blobs, now, invalidate };
  return {
    ctx,
    steps,
    invalidations: () => invalidations,
    /** What of the world works otherwise in this run, if anything. */
    async run(other: Partial<ImportDeps> = {}, otherCtx: Partial<JobCtx> = {}): Promise<ImportReport> {
      const report = await importProductsJob.run({ ...deps, ...other }, { ...ctx, ...otherCtx }, { jobId });
      return report as ImportReport; // what this job gives
    },
    stored: () => mongo.db.collection('products').find({ tenantId: ctx.tenantId }).sort({ name: 1 }).toArray(),
    count: () => mongo.db.collection('products').countDocuments({ tenantId: ctx.tenantId }),
    kept: async () => (await blobs.read(ctx, 'the-file')) !== undefined,
  };
}

const HEAD = 'name,transportType,unit,description,maxQuantity';
/** A file of so many lines of data; those named are bad. Every hundredth has a line break, a quote and a comma in quotes. */
function aFile(lines: number, bad: readonly number[] = []) {
  const text = [HEAD];
  const badLines: number[] = [];
  let line = 2;
  for (let row = 0; row < lines; row += 1) {
    const name = `Product ${String(row).padStart(5, '0')}`;
    const special = row % 100 === 50;
    if (bad.includes(row)) badLines.push(line);
    if (bad.includes(row)) text.push(row % 2 === 0 ? `${name},ltl,piece,,many` : `${name},lt"l,piece,,`);
    else text.push(special ? `${name},ltl,piece,"two\r\nlines, ""quoted""",33` : `${name},ltl,piece,,33`);
    line += special && !bad.includes(row) ? 2 : 1;
  }
  return { text: `${text.join('\r\n')}\r\n`, badLines };
}

const BAD = [0, 49, 51, 1_001, 2_222, 2_223, 2_224, 3_333, 4_567, 4_999];

describe('the job of an import', () => {
  it('makes exactly the good ones of 5,000 lines, and names the ten bad ones by their lines', async () => {
    const { text, badLines } = aFile(5_000, BAD);
    const file = await givenFile(text);

    const report = await file.run();

    expect(report).toMatchObject({ lines: 5_000, created: 4_990, refused: 10 });
    expect(report.mistakes.map(({ line }) => line)).toEqual(badLines);
    expect(report.mistakes.slice(0, 2)).toMatchObject([
      { pointer: '/maxQuantity', code: 'type', message: 'must be a whole number, not "many".' },
      { pointer: '', code: 'quotes' },
    ]);
    const stored = await file.stored();
    expect([stored.length, new Set(stored.map(({ name }) => name)).size]).toEqual([4_990, 4_990]);
    expect(stored.find(({ name }) => name === 'Product 00050')).toMatchObject({
      description: 'two\r\nlines, "quoted"',
      limits: { maxQuantity: 33 },
      status: 'active',
      proofRequired: 'name',
      version: 1,
    });
  });

  it('tells how far it is, ever further, and lets people see the products between', async () => {
    const file = await givenFile(aFile(5_000, BAD).text);

    await file.run();

    expect(file.steps).toHaveLength(10);
    expect(file.steps).toEqual([...file.steps].sort((a, b) => a - b));
    expect(new Set(file.steps).size).toBe(10);
    expect([file.steps[0], file.steps.at(-1)]).toEqual([10, 99]);
    expect(file.invalidations()).toBe(10);
  });

  it('whose worker is killed half-way makes every good line exactly once when it is run again', async () => {
    const file = await givenFile(aFile(2_000, [3, 700, 1_500]).text);
    const killed = new Error('killed');
    const dies = (at: number) => ({
      progress: async (percent: number) => {
        if (percent >= at) throw killed;
      },
    });

    // With a batch written and nobody told; then further on, twice.
    await expect(file.run({ invalidate: () => Promise.reject(killed) })).rejects.toBe(killed);
    expect(await file.count()).toBe(499);
    await expect(file.run({}, dies(45))).rejects.toBe(killed);
    expect(await file.count()).toBe(998);
    await expect(file.run({}, dies(70))).rejects.toBe(killed);
    expect([await file.count(), await file.kept()]).toEqual([1_498, true]);

    const report = await file.run();

    expect([report.lines, report.created, report.refused, await file.count()]).toEqual([2_000, 1_997, 3, 1_997]);
    expect([await file.kept(), (await file.run()).created, await file.count()]).toEqual([false, 1_997, 1_997]);
  });

  it('keeps its report before it removes the file, so that neither can be lost', async () => {
    const file = await givenFile(aFile(3, [1]).text);
    const broken = new Error('the store is away');

    await expect(file.run({ blobs: { ...blobs, remove: () => Promise.reject(broken) } })).rejects.toBe(broken);
    expect([await file.count(), await file.kept()]).toEqual([2, true]);
    const nothing = { ...products, insertNew: () => Promise.reject(new Error('was read again')) };

    expect(await file.run({ products: nothing })).toMatchObject({ lines: 3, created: 2, refused: 1 });
    expect(await file.kept()).toBe(false);
  });

  it('removes the file when its last try has failed, and not before', async () => {
    const file = await givenFile(aFile(1).text);
    const broken = { products: { ...products, insertNew: () => Promise.reject(new Error('the database is away')) } };

    await expect(file.run(broken)).rejects.toThrow('away');
    expect(await file.kept()).toBe(true);
    await expect(file.run(broken, { lastAttempt: true })).rejects.toThrow('away');
    expect(await file.kept()).toBe(false);
  });

  it('takes as many lines as a file may have, and says where the rest begins', async () => {
    const { importLines } = limits.size;
    const file = await givenFile(aFile(importLines + 3).text);

    const report = await file.run();

    // The file is not read to its end: how many lines that leaves its upload has counted.
    expect(report).toMatchObject({ lines: importLines + 3, created: importLines, refused: 3 });
    expect(report.mistakes[0]?.message).toContain('3 lines, the file was not read');
    expect(report.mistakes).toMatchObject([{ line: importLines + 2 + importLines / 100, code: 'too_many_lines' }]);
    expect(await file.count()).toBe(importLines);
  });

  it('reads no further than that, whatever lies behind', async () => {
    const { importLines } = limits.size;
    const text = aFile(importLines + 10).text + `${'x'.repeat(80)},ltl,piece,,\r\n`.repeat(50_000);
    const file = await givenFile(text);
    let taken = 0;
    const counting: ImportDeps['blobs'] = {
      ...blobs,
      async read(...about) {
        const source = await blobs.read(...about);
        async function* counted() {
          for await (const chunk of source ?? []) {
            taken += chunk.length;
            yield chunk;
          }
        }
        return Readable.from(counted(), { highWaterMark: 1 });
      },
    };

    const report = await file.run({ blobs: counting });

    expect(report).toMatchObject({ lines: importLines + 50_010, created: importLines, refused: 50_010 });
    expect(taken).toBeLessThan(text.length / 2);
  });

  it('makes nothing of a line behind all that a file may have, should such a file be there', async () => {
    const { importFileLines } = limits.size;
    const file = await givenFile(aFile(1).text);
    const text = `${HEAD}\n${'\n'.repeat(importFileLines)}Box,ltl,piece,,\n`;
    const older = { ...blobs, read: async () => Readable.from([Buffer.from(text)]) };
    const report = await file.run({ blobs: older });
    expect(report).toMatchObject({ created: 0, refused: 1, mistakes: [{ line: 200_002, code: 'too_many_lines' }] });
  });

  it('has nothing to do with a file that is its first line alone', async () => {
    const file = await givenFile(HEAD);
    expect(await file.run()).toEqual({ lines: 0, created: 0, refused: 0, mistakes: [] });
  });
});
