import { Agent, request } from 'node:http';

/** One kind of request, again and again. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Requests in turns, so many a second, whether or not the earlier ones were answered. */
export interface Pace {
  readonly port: number;
  readonly calls: readonly Call[];
  readonly perSecond: number;
}

/** What became of one request. */
export interface Requested {
  /** When it was sent, in ms since 1970. */
  readonly at: number;
  /** 0: the connection broke. */
  readonly status: number;
  readonly ms: number;
}

/** Sends requests over kept-alive connections until `end`, which waits for the last answers. */
export function startRequests({ port, calls, perSecond }: Pace): { end(): Promise<readonly Requested[]> } {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const done: Requested[] = [];
  const running = new Set<Promise<void>>();
  const begun = performance.now();
  let sent = 0;

  const tick = setInterval(() => {
    const due = Math.floor(((performance.now() - begun) * perSecond) / 1_000);
    for (; sent < due; sent++) {
      const call = calls[sent % calls.length];
      if (!call) return;
      const one = send(agent, port, call).then((result) => {
        done.push(result);
        running.delete(one);
      });
      running.add(one);
    }
  }, 5);

  return {
    async end() {
      clearInterval(tick);
      await Promise.all(running);
      agent.destroy();
      return done;
    },
  };
}

function send(agent: Agent, port: number, { method, path, headers, body }: Call): Promise<Requested> {
  return new Promise((resolve) => {
    const at = Date.now();
    const begun = performance.now();
    const settle = (status: number) => resolve({ at, status, ms: performance.now() - begun });
    const asked = request({ agent, host: '127.0.0.1', port, method, path, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => settle(answer.statusCode ?? 0));
      answer.on('error', () => settle(0));
    });
    asked.on('error', () => settle(0));
    asked.end(body);
  });
}
