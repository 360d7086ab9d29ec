/** Names are cut to less; a header may be longer than any that is worth reading. */
const READ_CHARACTERS = 2_000;

/** `filename` and `filename*` of a Content-Disposition header (RFC 6266); the second one counts where both can be read. */
export function fileNameOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const found = new Map<string, string>();
  // A parameter is a token or a quoted string, in which a backslash hides the character after it.
  for (const [, name = '', quoted, token] of header
    .slice(0, READ_CHARACTERS)
    .matchAll(/;\s*([\w!#$&+^`|~.*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/g))
    if (!found.has(name.toLowerCase()))
      found.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? token ?? '');
  return extended(found.get('filename*')) ?? utf8(found.get('filename'));
}

/** RFC 8187: `UTF-8''na%C3%AFve.pdf`; undefined when it is not that. */
function extended(value: string | undefined): string | undefined {
  const encoded = /^utf-8'[\w-]*'((?:%[0-9a-f]{2}|[\w!#$&+^`|~.-])*)$/i.exec(value ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined; // its bytes are no UTF-8
  }
}

/** Headers come as Latin-1; what many send there is UTF-8. */
function utf8(value: string | undefined): string | undefined {
  if (value === undefined || !/[\x80-\xff]/.test(value)) return value;
  const read = Buffer.from(value, 'latin1').toString('utf8');
  return read.includes('\ufffd') ? value : read;
}

/** To be saved under this name: as it is (RFC 8187), and in ASCII for who does not read that. */
export function attachment(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
