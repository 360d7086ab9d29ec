/**
 * SHA-256 of a text (UTF-8) or of bytes, as 64 hex digits. Own code, because `crypto.subtle` is missing on plain-http
 * pages and React Native and is asynchronous everywhere, while `submit()` must reach the disk without a detour.
 */
export function sha256(input: string | Uint8Array): string {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const blocks = ((bytes.length + 8) >> 6) + 1;
  const padded = new Uint8Array(blocks * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(padded.length - 4, bytes.length << 3);
  const { constants, start } = tables();
  const state = Uint32Array.from(start);
  const w = new Uint32Array(64);
  for (let block = 0; block < blocks; block++) compress(view, block * 64, state, w, constants);
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

function compress(view: DataView, offset: number, state: Uint32Array, w: Uint32Array, k: Uint32Array): void {
  const at = (array: Uint32Array, i: number) => array[i] as number; // in range by construction
  const rotate = (x: number, n: number) => (x >>> n) | (x << (32 - n));
  for (let i = 0; i < 64; i++) {
    if (i < 16) w[i] = view.getUint32(offset + i * 4);
    else {
      const a = at(w, i - 15);
      const b = at(w, i - 2);
      const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
      const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
      w[i] = at(w, i - 16) + s0 + at(w, i - 7) + s1;
    }
  }
  const v = Uint32Array.from(state);
  for (let i = 0; i < 64; i++) {
    const [a, b, c, e, f, g] = [at(v, 0), at(v, 1), at(v, 2), at(v, 4), at(v, 5), at(v, 6)];
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = at(v, 7) + s1 + ((e & f) ^ (~e & g)) + at(k, i) + at(w, i);
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    v.copyWithin(1, 0, 7);
    v[4] = at(v, 4) + t1;
    v[0] = t1 + t2;
  }
  for (let i = 0; i < 8; i++) state[i] = at(state, i) + at(v, i);
}

let cached: { constants: Uint32Array; start: Uint32Array } | undefined;

/** The fractions of cube and square roots of the first primes (FIPS 180-4), computed on first use: smaller than a table. */
function tables(): { constants: Uint32Array; start: Uint32Array } {
  if (cached) return cached;
  const constants = new Uint32Array(64);
  const start = new Uint32Array(8);
  const fraction = (x: number) => (x - Math.floor(x)) * 0x100000000;
  for (let n = 2, found = 0; found < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) start[found] = fraction(Math.sqrt(n));
    constants[found++] = fraction(Math.cbrt(n));
  }
  cached = { constants, start };
  return cached;
}
