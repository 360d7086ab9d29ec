/** What a person reads of a mail: enough to follow a link out of it. Not a general MIME library. */
export interface MailText {
  subject: string;
  /** The first `text/plain` part, decoded; of a mail without one, the first part as it is. */
  text: string;
}

interface Entity {
  headers: Map<string, string>;
  body: string;
}

/** Reads subject and text out of a raw message (RFC 5322, MIME parts, base64 and quoted-printable, encoded words). */
export function readMail(raw: string): MailText {
  const message = entity(raw);
  const parts = leaves(message);
  const plain = parts.find((part) => mediaType(part).startsWith('text/plain')) ?? parts[0] ?? message;
  return { subject: decodeWords(message.headers.get('subject') ?? ''), text: decodeBody(plain).trimEnd() };
}

function entity(raw: string): Entity {
  const text = raw.replaceAll('\r\n', '\n');
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? '' : text.slice(end + 2) };
}

function mediaType(part: Entity): string {
  return (part.headers.get('content-type') ?? 'text/plain').toLowerCase();
}

function leaves(part: Entity): Entity[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(part.headers.get('content-type') ?? '')?.[1];
  if (!mediaType(part).startsWith('multipart/') || !boundary) return [part];
  // What stands before the first boundary is a preamble, and what follows the closing one (`--`) an epilogue.
  const pieces = `\n${part.body}`.split(`\n--${boundary}`).slice(1);
  return pieces
    .filter((piece) => !piece.startsWith('--'))
    .flatMap((piece) => leaves(entity(piece.replace(/^[ \t]*\n/, ''))));
}

function decodeBody(part: Entity): string {
  const encoding = (part.headers.get('content-transfer-encoding') ?? '').toLowerCase();
  const charset = /charset="?([^";]+)"?/i.exec(part.headers.get('content-type') ?? '')?.[1] ?? 'utf-8';
  if (encoding === 'base64') return decode(Buffer.from(part.body, 'base64'), charset);
  // White space before a soft line break is text, white space after it is what the way added (RFC 2045, 6.7).
  if (encoding === 'quoted-printable') return decode(fromQuotedPrintable(part.body.replace(/=[ \t]*\n/g, '')), charset);
  return part.body;
}

function decodeWords(value: string): string {
  const joined = value.replace(/\?=\s+=\?/g, '?==?'); // white space between two encoded words is not part of the text
  return joined.replace(/=\?([^?]+)\?([bq])\?([^?]*)\?=/gi, (_all, charset: string, how: string, text: string) =>
    decode(
      how.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : fromQuotedPrintable(text.replaceAll('_', ' ')),
      charset,
    ),
  );
}

function fromQuotedPrintable(text: string): Buffer {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

function decode(bytes: Buffer, charset: string): string {
  return new TextDecoder(charset).decode(bytes);
}
