/** One message of a stream of server-sent events. */
export interface SseMessage {
  /** The last id that was sent, with this message or before. */
  readonly id: string | undefined;
  /** Empty for a comment, which is only a sign of life. */
  readonly data: string;
}

/** Reads a stream of server-sent events to its end; `fetch` in place of an EventSource, which cannot send a token. */
export async function readSse(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  onMessage: (message: SseMessage) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  let id: string | undefined;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop() ?? ''; // what has not ended yet
    for (const block of blocks) {
      const data: string[] = [];
      for (const line of block.split(/\r?\n/)) {
        const [, name, rest = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
        if (name === 'id') id = rest;
        if (name === 'data') data.push(rest);
      }
      onMessage({ id, data: data.join('\n') });
    }
  }
}
