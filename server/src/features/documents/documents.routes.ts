import { created, ok, type Routes } from '../../platform/http/operation.ts';
import { pageReply, presented } from '../../platform/http/page-reply.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import { presentDocument } from './documents.present.ts';
import { downloadDocument } from './download-document.ts';
import { getDocument } from './get-document.ts';
import { listDocuments } from './list-documents.ts';
import { type Uploaded, uploadDocument } from './upload-document.ts';

const told = ({ document, orderVersion }: Uploaded) => ({
  location: `/api/v1/documents/${document.id}`,
  'order-version': String(orderVersion),
});

export const documentsRoutes = (deps: DocumentsDeps) =>
  ({
    uploadDocument: async (ctx, input) => {
      const uploaded = await uploadDocument(deps, ctx, input);
      const body = presentDocument(uploaded.document);
      return uploaded.replayed
        ? ok(body, { ...told(uploaded), 'idempotent-replayed': 'true' })
        : created(body, told(uploaded));
    },
    listDocuments: async (ctx, { params, query }) => {
      const page = await listDocuments(deps, ctx, params.orderId, query);
      return pageReply('listDocuments', query, presented(page, presentDocument), params);
    },
    getDocument: async (ctx, { params }) => ok(presentDocument(await getDocument(deps, ctx, params.documentId))),
    downloadDocument: async (ctx, { params, headers }) => {
      const { body, ...reply } = await downloadDocument(deps, ctx, params.documentId, headers);
      return { ...reply, body: body as unknown as undefined }; // the contract types JSON bodies only
    },
  }) satisfies Routes;
