import type { Clock } from '../core/clock.ts';
import type { Fault } from './faults.ts';
import { Refused } from './replies.ts';
import type { Arriving, FakeRequest } from './request.ts';

/** The server's end: does the work of a request and answers it. */
export type Serve = (arriving: Arriving) => Promise<Response>;
/** A refusal of the server, as it goes out. */
export type Refuse = (request: FakeRequest, refused: Refused) => Response;

const LATE_TWIN_MS = 60_000;
const lost = () => new TypeError('fetch failed');

/** The network between device and server, with one fault a request. */
export function network(clock: Clock, serve: Serve, refuse: Refuse) {
  /** What is under way, and would be lost with the server's process. */
  const underWay = new Set<() => void>();

  /** Ends when the caller gives up or the server's process ends; until then it waits. */
  const silence = (signal: AbortSignal | undefined) =>
    new Promise<never>((_, reject) => {
      const end = () => {
        underWay.delete(end);
        reject(signal?.aborted ? signal.reason : lost());
      };
      underWay.add(end);
      signal?.addEventListener('abort', end, { once: true });
    });

  const after = (ms: number, work: () => void) => {
    const stop = () => {
      underWay.delete(stop);
      clock.clearTimeout(timer);
    };
    const timer = clock.setTimeout(() => {
      underWay.delete(stop);
      work();
    }, ms);
    underWay.add(stop);
  };

  const restart = () => {
    for (const end of [...underWay]) end();
  };

  const pass = async (arriving: Arriving, fault: Fault | undefined): Promise<Response> => {
    const { request, signal, redirect } = arriving;
    if (signal?.aborted) throw signal.reason;
    if (fault && 'done' in fault && fault.done) await serve(arriving);
    switch (fault?.kind) {
      case undefined:
        return serve(arriving);
      case 'drop':
        throw lost();
      case 'drop-reply':
        await serve(arriving);
        throw lost();
      case 'restart':
        restart();
        throw lost();
      case 'delay': {
        const silent = silence(signal);
        return Promise.race([
          silent,
          new Promise<void>((resolve) => after(fault.ms, resolve)).then(() => serve(arriving)),
        ]);
      }
      case 'late':
        after(fault.ms, () => void serve(arriving));
        return silence(signal);
      case 'duplicate':
        after(fault.ms ?? LATE_TWIN_MS, () => void serve(arriving));
        return serve(arriving);
      case 'hang':
        return silence(signal);
      case 'hang-body':
        return new Response(new ReadableStream({ start: (c) => c.enqueue(new TextEncoder().encode('{"id":')) }), {
          headers: { 'content-type': 'application/json' },
        });
      case 'truncate': {
        const whole = await serve(arriving);
        const text = await whole.text();
        return new Response(text === '' ? null : text.slice(0, text.length / 2), whole);
      }
      case 'problem':
        return refuse(request, new Refused(fault.code, fault, fault.status));
      case 'answer':
        if (fault.status >= 300 && fault.status < 400 && redirect === 'error')
          throw new TypeError('unexpected redirect');
        return new Response(fault.body ?? null, {
          status: fault.status,
          headers: { 'content-type': fault.type ?? 'text/html', ...fault.headers },
        });
    }
  };
  return { pass, restart };
}
