/** Bytes of which the first ones were looked at beforehand. */
export interface WithHead {
  readonly head: Buffer;
  /** All of them, the head included. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Waits for the first `length` bytes, or for all there are; it may hold a chunk more. */
export async function withHead(source: AsyncIterable<Uint8Array>, length: number): Promise<WithHead> {
  const from = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  for (let bytes = 0; bytes < length; ) {
    const next = await from.next();
    if (next.done) break;
    first.push(next.value);
    bytes += next.value.length;
  }
  async function* all() {
    try {
      yield* first.splice(0);
      for (let next = await from.next(); !next.done; next = await from.next()) yield next.value;
    } finally {
      await from.return?.();
    }
  }
  return { head: Buffer.concat(first), bytes: all() };
}
