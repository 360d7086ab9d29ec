import { Readable } from 'node:stream';
import type { Answer, Caller } from '../../../test/caller.ts';
import type { GivenTenant } from '../../../test/given-tenant.ts';
import type { TestApp } from '../../../test/test-app.ts';
import { createPager } from '../../platform/db/page.ts';
import type { Ctx } from '../../platform/http/context.ts';
import { readingPlatform } from '../../platform/platform.fixtures.ts';
import { openBlobs } from '../../platform/storage/open-blobs.ts';
import type { CatalogDeps } from './catalog.deps.ts';
import { noNeighbours } from './catalog.fixtures.ts';
import { createProductsRepo } from './catalog.repo.ts';
import { createImportBytesRepo } from './import-bytes.repo.ts';
import { importProducts } from './import-products.ts';
import { createImportsRepo } from './imports.repo.ts';

export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The job once it is over. */
export const finished = (app: TestApp, person: Caller, { headers }: Answer) =>
  until(async () => {
    // Read past the limits of a person, who would wait for the channel instead.
    const stored = await app.mongo.db.collection('jobs').findOne({ id: headers.location?.split('/').at(-1) });
    return stored?.finishedAt ? (await person.get(headers.location ?? '')).body : undefined;
  });

/** What there is of a tenant's files: bytes, rows that lead to them, records, jobs. */
export async function left(app: TestApp, { id }: GivenTenant) {
  const count = (collection: string, filter: object) => app.mongo.db.collection(collection).countDocuments(filter);
  return {
    bytes: await count('blobs.files', { 'metadata.tenantId': id }),
    rows: await count('product_import_bytes', { tenantId: id }),
    files: await count('product_imports', { tenantId: id }),
    jobs: await count('jobs', { tenantId: id }),
  };
}
export const NOTHING = { bytes: 0, rows: 0, files: 0, jobs: 0 };

/** What the use cases work with, on the real stores. */
export function theWorld({ mongo }: TestApp): CatalogDeps {
  const bytes = createImportBytesRepo(mongo);
  return {
    ...readingPlatform(mongo),
    ...noNeighbours,
    products: createProductsRepo(mongo.db, createPager('a secret of at least thirty-two characters')),
    bytes,
    imports: createImportsRepo(mongo, bytes),
    blobs: openBlobs({ mongo, now: () => new Date(), s3: undefined }),
  };
}

/** The use case alone, in a world where something works otherwise. */
export function takenIn(
  app: TestApp,
  other: Partial<CatalogDeps>,
  ctx: Ctx,
  { key, text }: { key: string; text: string },
) {
  const deps: CatalogDeps = { ...theWorld(app), ...other };
  return importProducts(deps, ctx, { key, upload: { stream: Readable.from([Buffer.from(text)]), type: 'text/csv' } });
}
