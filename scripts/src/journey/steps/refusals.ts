import type { Checks } from '../checks.ts';
import type { Print } from '../print.ts';
import { isSymphoniaError, type Sdk, type Transition } from '../sdk.ts';

/** Asks for a move that the server must refuse, outside of the queue, and holds its code against the expected one. */
export async function refused(sdk: Sdk, orderId: string, body: Transition, ifMatch: string, code: string, print: Print, checks: Checks): Promise<void> {
  const seen = await sdk.request('POST', '/transport-orders/{orderId}/transitions', { path: { orderId }, body, ifMatch, maxRetries: 0 }).then(
    () => 'done',
    (error: unknown) => {
      if (!isSymphoniaError(error)) throw error;
      print.line(`${body.to} with ${ifMatch}: refused, ${error.message}`);
      return error.code;
    },
  );
  checks.equal(`${body.to}: refused when it must be`, code, seen);
}
