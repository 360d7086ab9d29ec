import type { AllRoutes, Handler, Reply } from '../http/operation.ts';
import type { Fallback } from './fallback.ts';

/** Server-sent events are read as they come: no proxy may gather, keep or pack them. */
const AS_IT_COMES = { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' };

/** The operations of the live channels that need no socket. */
export function fallbackRoutes(fallback: Fallback): Pick<AllRoutes, 'streamTracking' | 'pollTracking'> {
  const streamTracking: Handler<'streamTracking'> = async (ctx, { query, headers }) => {
    const cursor = headers['last-event-id'] || undefined; // an EventSource that has none may send it empty
    const body = await fallback.stream({
      ...{ ctx, cursor },
      authorization: headers.authorization,
      channels: query.ch,
    });
    return { status: 200, contentType: 'text/event-stream', headers: AS_IT_COMES, body } as unknown as Reply<never>; // bytes, not JSON
  };
  const pollTracking: Handler<'pollTracking'> = async (ctx, { query, headers }) => {
    const watching = { ctx, cursor: query.after, authorization: headers.authorization, channels: query.ch };
    const body = await fallback.poll(watching, query.wait ?? 0);
    // The bytes of the JSON that the contract names: they come when there is something to tell.
    return { status: 200, contentType: 'application/json; charset=utf-8', body } as unknown as Reply<never>;
  };
  return { streamTracking, pollTracking };
}
