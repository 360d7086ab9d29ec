/**
 * SHA-256 of a text (UTF-8) or of bytes, as 64 hex digits. Own code, because `crypto.subtle` is missing on plain-http
 * pages and React Native and is asynchronous everywhere, while `submit()` must reach the disk without a detour.
 */
export function sha256(input: string | Uint8Array): string {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const view = new DataView(new ArrayBuffer((((bytes.length + 8) >> 6) + 1) * 64));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setUint32(view.byteLength - 8, bytes.length / 0x20000000);
  view.setUint32(view.byteLength - 4, bytes.length << 3);
  // The fractions of cube and square roots of the first primes (FIPS 180-4): smaller than tables.
  const primes: number[] = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime > 0)) primes.push(n);
  const fractions = (root: (n: number) => number) => primes.map((prime) => ((root(prime) % 1) * 0x100000000) | 0);
  const constants = fractions(Math.cbrt);
  let hash = fractions(Math.sqrt).slice(0, 8);
  for (let offset = 0; offset < view.byteLength; offset += 64) hash = compress(view, offset, hash, constants);
  return hash.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

const rotate = (x: number, n: number) => (x >>> n) | (x << (32 - n));
const sigma = (x: number, p: number, q: number, last: number) => rotate(x, p) ^ rotate(x, q) ^ last;

function compress(view: DataView, offset: number, hash: number[], constants: readonly number[]): number[] {
  const w: number[] = [];
  let words = hash;
  for (let i = 0; i < 64; i++) {
    const back = (n: number) => w[i - n] as number; // filled before
    const [a, b, c, d, e, f, g, h] = words as [number, number, number, number, number, number, number, number]; // always 8
    w[i] =
      i < 16
        ? view.getInt32(offset + i * 4)
        : (sigma(back(2), 17, 19, back(2) >>> 10) + back(7) + sigma(back(15), 7, 18, back(15) >>> 3) + back(16)) | 0;
    const t = h + sigma(e, 6, 11, rotate(e, 25)) + ((e & f) ^ (~e & g)) + (constants[i] as number) + back(0); // 64 of each
    words = [(t + sigma(a, 2, 13, rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0, a, b, c, (d + t) | 0, e, f, g];
  }
  return hash.map((word, i) => (word + (words[i] as number)) | 0); // as long as before
}
