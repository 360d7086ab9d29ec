import type { Ctx } from '../../platform/http/context.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import { isProof } from './documents.model.ts';

/** Which of these ids name nothing that proves a delivery of this order, each once. */
export async function unknownProofs(
  deps: Pick<DocumentsDeps, 'repo'>,
  ctx: Ctx,
  orderId: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const asked = [...new Set(ids)];
  const found = await deps.repo.ofOrderById(ctx, orderId, asked);
  const proofs = new Set(found.filter((document) => isProof(document) && !document.erasedAt).map(({ id }) => id));
  return asked.filter((id) => !proofs.has(id));
}
