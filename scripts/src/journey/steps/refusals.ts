import type { Checks } from '../checks.ts';
import type { Print } from '../print.ts';
import { isSymphoniaError, type PlacedOrder, type Sdk, type Transition } from '../sdk.ts';

/** Asks for a move that the server must refuse, outside of the queue, and holds its code against the expected one. */
export async function refused(
  sdk: Sdk,
  { id: orderId, reference }: PlacedOrder,
  body: Transition,
  ifMatch: string,
  code: string,
  print: Print,
  checks: Checks,
): Promise<void> {
  const seen = await sdk
    .request('POST', '/transport-orders/{orderId}/transitions', { path: { orderId }, body, ifMatch, maxRetries: 0 })
    .then(
      () => 'done',
      (error: unknown) => {
        if (!isSymphoniaError(error)) throw error;
        print.line(`${reference} to ${body.to} with ${ifMatch}: refused (on purpose): ${error.message}`);
        return error.code;
      },
    );
  checks.equal(`${reference} to ${body.to}, refused`, code, seen);
}
