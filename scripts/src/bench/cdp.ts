/**
 * Just enough of Chromium's debugging protocol. A test library listens to every request of a page, and that listening
 * would be most of what is measured.
 */
export interface Cdp {
  send<T>(method: string, params?: object, session?: string): Promise<T>;
  close(): void;
}

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export async function connect(url: string): Promise<Cdp> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const failed = () => {
    for (const { reject } of waiting.values()) reject(new Error('Chromium has gone.'));
  };
  socket.onclose = failed;
  socket.onmessage = ({ data }) => {
    const { id, result, error }: Message = JSON.parse(String(data));
    const one = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || !one) return; // an event
    waiting.delete(id);
    if (error) one.reject(new Error(error.message));
    else one.resolve(result);
  };
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`No Chromium answers at ${url}.`));
  });
  let last = 0;
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve: (value) => resolve(value as never), reject }); // what the protocol says of the method
        socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
      }),
    close: () => socket.close(),
  };
}
