import { createHash, randomBytes } from 'node:crypto';
import { limits } from '../../platform/config/limits.ts';
import { newId } from '../../platform/db/new-id.ts';
import { type Ctx, deadlineIn } from '../../platform/http/context.ts';
import { IdempotencyKeyReuse, MalformedUpload } from '../../platform/http/errors.ts';
import type { Upload } from '../../platform/http/operation.ts';
import type { JobRecord } from '../../platform/queue/job-record.ts';
import type { CatalogDeps } from './catalog.deps.ts';
import { checkUpload } from './check-upload.ts';
import { importProductsJob } from './import-products.job.ts';
import type { ProductImport } from './imports.repo.ts';

/**
 * Takes a file of products in as it comes, and has a job import it; its first line is judged before anything is kept.
 *
 * The job's id is made from the key, so the same file under the same key finds its job, and another one is refused. Each
 * attempt keeps its bytes under a name of its own: two at the same moment do not write into each other's file. Dying
 * before the file is recorded leaves bytes and a row by which the sweep finds them; dying after it, a file whose job the
 * next attempt starts.
 */
export async function importProducts(
  deps: CatalogDeps,
  ctx: Ctx,
  { key, upload }: { readonly key: string | undefined; readonly upload: Upload | undefined },
): Promise<{ readonly job: JobRecord; readonly replayed: boolean }> {
  if (!upload) throw MalformedUpload({ reason: 'this call has no file' });
  const id = key === undefined ? newId('job') : `job_${key}`;

  const known = await deps.imports.get(ctx, id);
  const { file, sha256, replayed } = known
    ? { file: known, sha256: await hashOf(upload.stream), replayed: true }
    : await takeIn(deps, ctx, id, upload.stream);
  if (file.sha256 !== sha256) throw IdempotencyKeyReuse({ key: key ?? id });

  const of = { kind: 'products.import', requestHash: sha256 } as const;
  return { job: await deps.startJob(ctx, importProductsJob, { jobId: id }, of), replayed };
}

/** Keeps a file and records it; where another attempt was faster, its file stands and this one's bytes go. */
async function takeIn(deps: CatalogDeps, ctx: Ctx, id: string, bytes: AsyncIterable<Uint8Array>) {
  const blobId = `${id}.${randomBytes(8).toString('hex')}`;
  const check = checkUpload(bytes);
  await deps.bytes.begin(ctx, blobId, new Date(deps.now().getTime() + limits.storage.leftoverMs));
  const stored = deps.blobs.put(ctx, blobId, check.bytes, { contentType: 'text/csv' });
  const { sha256 } = await stored.catch(async (error: unknown) => {
    await abandon(deps, ctx, blobId);
    throw error;
  });
  const file: ProductImport = await deps.imports.insertOnce(ctx, {
    id,
    blobId,
    sha256,
    ...check.passed(),
    at: deps.now(),
  });
  const replayed = file.blobId !== blobId;
  if (replayed) await abandon(deps, ctx, blobId);
  return { file, sha256, replayed };
}

/** What fails here is left to the sweep: the caller is owed his answer. */
async function abandon(deps: CatalogDeps, ctx: Ctx, blobId: string): Promise<void> {
  // The request may have used up its time.
  const inTime = { ...ctx, deadline: deadlineIn(limits.deadline.requestMs) };
  try {
    await deps.blobs.remove(inTime, blobId);
    await deps.bytes.end(inTime, blobId);
  } catch (error) {
    ctx.log.warn({ err: error, blobId, requestId: ctx.requestId }, 'bytes of a file of products wait for the sweep');
  }
}

async function hashOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}
