import type { Ctx } from '../../platform/http/context.ts';
import { UnknownReference } from '../../platform/http/errors.ts';
import type { PricingDeps } from './pricing.deps.ts';
import { QuoteNotPossible } from './pricing.errors.ts';
import type { QuoteRequest } from './quote.ts';
import type { Priced } from './quote-by-version.ts';
import { quoteTransport } from './quote-transport.ts';

/** Quotes a transport now. Nothing is stored: whoever wants the price sends it with the order. */
export async function createQuote(
  deps: PricingDeps,
  ctx: Ctx,
  input: QuoteRequest & { readonly clientId?: string },
): Promise<Extract<Priced, { ok: true }>> {
  const { clientId } = input;
  if (clientId !== undefined && !(await mayQuoteFor(deps, ctx, clientId)))
    throw UnknownReference({ pointer: '/clientId', id: clientId });

  const quoted = await quoteTransport(deps, ctx, { ...input, clientId: clientId ?? ctx.actor.clientId });
  if (quoted.ok) return quoted;
  const { pointer, reason, message } = quoted;
  throw QuoteNotPossible({ message }, { errors: [{ pointer, code: reason, message }] });
}

/** Staff for any client there is, a client for itself; other clients do not exist for it. */
async function mayQuoteFor(deps: PricingDeps, ctx: Ctx, clientId: string): Promise<boolean> {
  if (ctx.actor.role === 'client') return ctx.actor.clientId === clientId;
  return deps.clientExists(ctx, clientId);
}
