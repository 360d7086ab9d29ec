type Words = [a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number];

/**
 * SHA-256 of a text (UTF-8) or of bytes, as 64 hex digits. Own code, because `crypto.subtle` is missing on plain-http
 * pages and React Native and is asynchronous everywhere, while `submit()` must reach the disk without a detour.
 */
export function sha256(input: string | Uint8Array): string {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(padded.length - 4, bytes.length << 3);
  const { constants, start } = tables();
  let hash = start;
  for (let offset = 0; offset < padded.length; offset += 64) hash = compress(view, offset, hash, constants);
  return hash.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

const rotate = (x: number, n: number) => (x >>> n) | (x << (32 - n));
const sigma = (x: number, p: number, q: number, last: number) => rotate(x, p) ^ rotate(x, q) ^ last;

function compress(view: DataView, offset: number, before: Words, constants: readonly number[]): Words {
  let [a, b, c, d, e, f, g, h] = before;
  const w: number[] = [];
  for (let i = 0; i < 64; i++) {
    const back = (n: number) => w[i - n] as number; // filled before
    w[i] =
      i < 16
        ? view.getInt32(offset + i * 4)
        : (sigma(back(2), 17, 19, back(2) >>> 10) + back(7) + sigma(back(15), 7, 18, back(15) >>> 3) + back(16)) | 0;
    const t = h + sigma(e, 6, 11, rotate(e, 25)) + ((e & f) ^ (~e & g)) + (constants[i] as number) + back(0); // 64 of each
    [h, g, f, e] = [g, f, e, (d + t) | 0];
    [d, c, b, a] = [c, b, a, (t + sigma(a, 2, 13, rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0];
  }
  const after = [a, b, c, d, e, f, g, h];
  return before.map((word, i) => (word + (after[i] as number)) | 0) as Words; // as long as before
}

let cached: { constants: readonly number[]; start: Words } | undefined;

/** The fractions of cube and square roots of the first primes (FIPS 180-4), computed on first use: smaller than a table. */
function tables(): { constants: readonly number[]; start: Words } {
  if (cached) return cached;
  const primes: number[] = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime > 0)) primes.push(n);
  const fractions = (root: (n: number) => number) => primes.map((prime) => ((root(prime) % 1) * 0x100000000) | 0);
  cached = { constants: fractions(Math.cbrt), start: fractions(Math.sqrt).slice(0, 8) as Words };
  return cached;
}
