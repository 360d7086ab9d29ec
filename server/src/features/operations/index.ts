import { NotFound } from '../../platform/http/errors.ts';
import { ok, type Routes } from '../../platform/http/operation.ts';
import type { Health } from '../../platform/observability/health.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import { clientLogsIndexes, createClientLogsRepo } from './client-logs.repo.ts';
import { errorPage } from './error-page.ts';

/** Probes, the pages that explain every refusal, and what frontends report of their errors. */
export function operationsFeature({ mongo, now }: Platform, { health }: { health: Health }): Feature {
  const logs = createClientLogsRepo(mongo.db);
  const routes = {
    addClientLogs: async (ctx, { body }) => ({
      status: 202,
      body: { accepted: await logs.add(ctx, body.entries, ctx.actor.role, now()) },
    }),
    getLive: async () => ok({ status: health.live().status }),
    getReady: async () => {
      const { httpStatus, status } = health.ready();
      // The contract documents 503 with the same body; only the success is typed.
      return { status: httpStatus, body: { status } };
    },
    getHealth: async () => ok(health.about()),
    getErrorPage: async (_ctx, { params }) => {
      const html = errorPage(params.code);
      if (html === undefined) throw NotFound({ what: 'error code' });
      const page = {
        status: 200,
        contentType: 'text/html; charset=utf-8',
        headers: { 'cache-control': 'public, max-age=3600' },
      };
      return { ...page, body: html as unknown as undefined }; // the contract types JSON bodies only
    },
  } satisfies Routes;
  return { routes, indexes: [clientLogsIndexes] };
}
