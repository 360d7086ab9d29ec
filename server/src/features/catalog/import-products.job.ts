import { limits } from '../../platform/config/limits.ts';
import { derivedUuid } from '../../platform/db/new-id.ts';
import { firstVersion } from '../../platform/db/versioned.ts';
import type { Ctx } from '../../platform/http/context.ts';
import type { ImportReport } from '../../platform/http/contract.types.gen.ts';
import { defineJob, type JobCtx } from '../../platform/queue/define-job.ts';
import type { CatalogDeps } from './catalog.deps.ts';
import { newProduct, type Product } from './catalog.model.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { createTally } from './import-report.ts';
import type { ProductImport } from './imports.repo.ts';
import { readProduct } from './product-columns.ts';

const NAME = 'products.import';

/**
 * Adds the products of a file, each line judged by itself, and reports what became of each.
 *
 * The id of a product is made from the job and its line, so a run that died half-way is simply run again: what is there
 * already stays as it is and counts. Only when the report is kept the file is removed, so dying before leaves the file,
 * and dying after it leaves the report to the next run.
 */
export const importProductsJob = defineJob({
  name: NAME,
  data: readData,
  key: ({ jobId }) => jobId,
  // Nobody is there to press again: the waits add up to more than ten minutes.
  attempts: 8,
  timeoutMs: limits.queue.importTimeoutMs,
  async run(deps: ImportDeps, ctx, { jobId }): Promise<ImportReport> {
    const file = await deps.imports.get(ctx, jobId);
    if (!file) throw new Error(`There is no file for ${jobId}.`);
    try {
      const report = file.report ?? (await deps.imports.finish(ctx, jobId, await importFile(deps, ctx, file)));
      await removeBytes(deps, ctx, file);
      return report;
    } catch (error) {
      // Else the sweep does it.
      if (ctx.lastAttempt) await removeBytes(deps, ctx, file).catch(() => undefined);
      throw error;
    }
  },
});

/** What the job works with. */
export type ImportDeps = Pick<CatalogDeps, 'products' | 'imports' | 'bytes' | 'blobs' | 'invalidate' | 'now'>;

async function importFile(deps: ImportDeps, ctx: JobCtx, file: ProductImport): Promise<ImportReport> {
  const source = await deps.blobs.read(ctx, file.blobId);
  if (!source) throw new Error(`The bytes of ${file.id} are gone.`);
  const tally = createTally();
  let batch: Product[] = [];
  let seen = 0;

  const flush = async () => {
    if (batch.length > 0) await deps.products.insertNew(ctx, batch);
    // Between batches too: people see products come.
    if (batch.length > 0) await deps.invalidate(ctx, ['products']);
    tally.created(batch.length);
    batch = [];
  };
  for await (const record of csvRecords(source, file.layout.delimiter)) {
    const { line } = record;
    if (line === 1) continue;
    seen += 1;
    if (seen > limits.size.importLines || line > limits.size.importFileLines) {
      tally.beyond(line, Math.max(1, file.lines - line + 1));
      break; // Nothing more of the file is read.
    }
    const read = readRecord(file, record);
    if ('mistakes' in read) tally.refused(line, read.mistakes);
    else batch.push(newProduct(headOf(deps, ctx, file, line), read.product));
    if (seen % limits.size.importBatch !== 0) continue;
    await flush();
    await ctx.progress(Math.min(99, Math.floor((100 * line) / file.lines)));
  }
  await flush();
  return tally.report();
}

async function removeBytes(deps: ImportDeps, ctx: Ctx, { blobId }: ProductImport): Promise<void> {
  await deps.blobs.remove(ctx, blobId);
  await deps.bytes.end(ctx, blobId);
}

const readRecord = ({ layout }: ProductImport, record: CsvRecord) =>
  'mistake' in record ? { mistakes: [record.mistake] } : readProduct(layout, record.values);

/** Made now, under the id that this line always has. */
const headOf = (deps: ImportDeps, ctx: Ctx, { id, at }: ProductImport, line: number) =>
  firstVersion(ctx, `prd_${derivedUuid(`${id}:${line}`, at)}`, deps.now());

function readData(value: unknown): { readonly jobId: string } {
  const { jobId } = (value ?? {}) as { jobId?: unknown }; // checked below
  if (typeof jobId !== 'string') throw new Error(`These are no data of ${NAME}.`);
  return { jobId };
}
