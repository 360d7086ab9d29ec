import type { Caller } from '../../../test/caller.ts';
import type { TrackingLink } from '../../platform/http/contract.types.gen.ts';

export const linksOf = (orderId: string): string => `/transport-orders/${orderId}/tracking-links`;

/** Has a link to an order made. */
export async function aLinkTo(orderId: string, by: Caller, body: object = {}): Promise<TrackingLink> {
  const answer = await by.post(linksOf(orderId), body);
  if (answer.status !== 201) throw new Error(`a link was answered with ${answer.status}: ${answer.text}`);
  return answer.body as TrackingLink;
}
