import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aForm, aPdf, BOUNDARY, filePart, kindPart, type Part } from './documents.fixtures.ts';
import { type FormSaid, formFile } from './form.ts';

const HEADERS = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
const MOST = 10_000_000;

/** Reads a form that comes in pieces of this size. */
async function read(form: Buffer, step: number, most = MOST) {
  async function* coming() {
    for (let at = 0; at < form.length; at += step) yield form.subarray(at, at + step);
  }
  const said: FormSaid = {};
  const bytes: Uint8Array[] = [];
  for await (const chunk of formFile(coming(), HEADERS, said, most)) bytes.push(chunk);
  return { said, bytes: Buffer.concat(bytes) };
}
const code = (form: Buffer, step: number) =>
  read(form, step).then(
    () => 'taken',
    (error: { code: string }) => error.code,
  );
const nameless = (length: number): Part => ({ head: 'X-Other: header', body: Buffer.alloc(length, 'z') });

describe('a form', () => {
  it('gives the file as it was, wherever its pieces are cut, and whatever it holds', async () => {
    const letters = fc.constantFrom('\r', '\n', '-', BOUNDARY, '\r\n--', 'x', '\0', '\xff');
    await fc.assert(
      fc.asyncProperty(
        fc.array(letters, { maxLength: 200 }),
        fc.integer({ min: 1, max: 300 }),
        fc.boolean(),
        async (parts, step, first) => {
          const bytes = Buffer.from(parts.join(''), 'latin1');
          // A sender chooses a border that is not in his file.
          fc.pre(!`\r\n${parts.join('')}`.includes(`\r\n--${BOUNDARY}`));
          const both = [kindPart('photo'), filePart(bytes, 'a.png')];
          const told = await read(aForm(...(first ? both : both.toReversed())), step);
          expect(told).toEqual({ said: { kind: 'photo', name: 'a.png' }, bytes });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is refused wherever it ends early', async () => {
    const form = aForm(kindPart('photo'), filePart(aPdf(300)));
    // The last two bytes are a line's end that means nothing.
    for (let end = 0; end < form.length - 2; end++)
      expect(await code(form.subarray(0, end), 64), `${end}`).toBe('malformed_upload');
    expect(await code(form.subarray(0, -2), 64)).toBe('taken');
  });

  it.each([1_000, 65_536, 5_000_000])(
    'never waits for what comes in pieces of %i bytes and is not taken',
    async (step) => {
      const [kind, file] = [kindPart('photo'), filePart(aPdf(300_000))];
      for (const parts of [
        [kind, kind, file],
        [kind, file, file],
        [nameless(300_000), kind, file],
        [nameless(300_000), nameless(300_000), kind, file],
        [nameless(300_000), file],
        [kind, nameless(300_000)],
      ])
        expect(await code(aForm(...parts), step)).toBe('malformed_upload');
    },
  );

  it('with parts behind its last border is refused at once, although its parser never ends', async () => {
    const file = `Content-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4`;
    const kind = `Content-Disposition: form-data; name="kind"\r\n\r\nwaybill\r`;
    for (const between of ['--', '\r\n--']) {
      const form = Buffer.from(`\n--${BOUNDARY}\r\n${file}${between}${BOUNDARY}--\r\n--${BOUNDARY}\r\n${kind}`);
      expect(await code(form, 1_000)).toBe('malformed_upload');
    }
  });

  it('is read no further than its file may be long', async () => {
    const form = aForm(kindPart('photo'), filePart(aPdf(2_000)));
    await expect(read(form, 100, 1_999)).rejects.toMatchObject({ code: 'body_too_large' });
  });

  it('may have something before and behind it', async () => {
    const form = Buffer.concat([
      Buffer.alloc(100_000, 'p'),
      Buffer.from('\r\n'),
      aForm(kindPart('photo'), filePart(aPdf())),
      Buffer.alloc(100_000, 'e'),
    ]);
    expect(await code(form, 65_536)).toBe('taken');
  });

  it('lets its sender go when nobody reads on', async () => {
    let released = false;
    async function* coming() {
      try {
        yield aForm(kindPart('photo'), filePart(aPdf(100_000)));
        yield Buffer.alloc(1);
      } finally {
        released = true;
      }
    }
    for await (const _ of formFile(coming(), HEADERS, {}, MOST)) break;
    expect(released).toBe(true);
  });
});
