import type { Ctx } from '../../platform/http/context.ts';
import { InvalidRequest, UnknownReference } from '../../platform/http/errors.ts';
import type { OrdersDeps } from './orders.deps.ts';
import { ProofRequired } from './orders.errors.ts';
import type { OrderDocument, Proof, Transition } from './orders.types.ts';

/** The proof of a delivery: what the order's products ask for, made of documents that exist. */
export async function assertProof(deps: OrdersDeps, ctx: Ctx, order: OrderDocument, move: Transition): Promise<Proof> {
  const products = await deps.products(ctx, [...new Set(order.lines.map((line) => line.productId))]);
  const wanted = new Set([...products.values()].map((product) => product.proofRequired));
  const proof = move.proof;
  if (wanted.has('photo') && !proof?.photoIds?.length) throw ProofRequired({ kind: 'photo' });
  if (wanted.has('signature') && !proof?.signatureId) throw ProofRequired({ kind: 'signature' });
  if (wanted.has('name') && !proof?.name) throw ProofRequired({ kind: 'name' });

  const ids = [...(proof?.signatureId ? [proof.signatureId] : []), ...(proof?.photoIds ?? [])];
  const [unknown] = ids.length > 0 ? await deps.unknownProofs(ctx, order.id, ids) : [];
  if (unknown !== undefined) throw UnknownReference({ pointer: '/proof', id: unknown });
  const at = new Date(proof?.at ?? deps.now());
  if (at.getTime() > deps.now().getTime() + 300_000) {
    const errors = [{ pointer: '/proof/at', code: 'in_the_future', message: 'must not lie in the future.' }];
    throw InvalidRequest({ errors }, { errors });
  }
  return { ...proof, at: at.toISOString() };
}
