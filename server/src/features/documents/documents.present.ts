import type { components } from '../../platform/http/contract.types.gen.ts';
import type { DocumentRecord } from './documents.model.ts';

/** A document as the API shows it, the same to everybody who sees it. */
export function presentDocument(document: DocumentRecord): components['schemas']['Document'] {
  const { id, orderId, kind, name, contentType, bytes, sha256, image, uploadedBy, createdAt } = document;
  return {
    id,
    orderId,
    kind,
    name,
    contentType,
    bytes,
    sha256,
    ...(image ? { image } : {}),
    uploadedBy,
    createdAt: createdAt.toISOString(),
  };
}
