/** `n` bytes from a cryptographic source. Injected where the platform has none (Hermes). */
export type RandomBytes = (n: number) => Uint8Array;

/** The platform's cryptographic source; never `Math.random`, whose repeats would be doubled keys. */
export function platformRandomBytes(n: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(n));
}

/** A UUIDv7 (RFC 9562): milliseconds first, so ids sort by time, then 74 random bits. */
export function uuidv7(now: number, randomBytes: RandomBytes): string {
  const bytes = Uint8Array.from(randomBytes(16));
  let ms = Math.max(0, Math.floor(now));
  for (let i = 5; i >= 0; i--) {
    bytes[i] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] as number) & 0x0f); // sixteen bytes were asked for
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
