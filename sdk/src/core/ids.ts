/** `n` bytes from a cryptographic source. Injected where the platform has none (Hermes). */
export type RandomBytes = (n: number) => Uint8Array;

/** The platform's cryptographic source; never `Math.random`, whose repeats would be doubled keys. */
export function platformRandomBytes(n: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(n));
}

/** A UUIDv7 (RFC 9562): milliseconds first, so ids sort by time, then 74 random bits. */
export function uuidv7(now: number, randomBytes: RandomBytes): string {
  const time = Math.max(0, Math.floor(now)).toString(16).padStart(12, '0');
  const random = [...randomBytes(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = '89ab'.charAt(Number(`0x${random.charAt(16)}`) & 3);
  const hex = `${time}7${random.slice(13, 16)}${variant}${random.slice(17)}`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
