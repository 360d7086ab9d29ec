import { type ContentType, ENDINGS } from './documents.model.ts';

const MOST_CHARACTERS = 200;
const LONGEST_ENDING = 12;

/**
 * A name as its sender gave it, made harmless: no folders, no control characters, nothing that turns the direction of
 * reading (which makes `exe.fdp` of `pdf.exe`), no ends that file systems drop; at most 200 characters, of which the
 * ending survives. Undefined when nothing of it is left.
 */
export function cleanName(sent: string): string | undefined {
  const name = sent
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu, '')
    .split(/[/\\]/)
    .at(-1)
    ?.replaceAll(/^[\s.]+|[\s.]+$/g, '');
  if (!name) return undefined;
  const characters = [...name];
  if (characters.length <= MOST_CHARACTERS) return name;
  const ending = /\.[^.]+$/.exec(name)?.[0] ?? '';
  const kept = [...ending].length <= LONGEST_ENDING ? [...ending] : [];
  return [...characters.slice(0, MOST_CHARACTERS - kept.length), ...kept].join('');
}

/**
 * The name under which it is saved: with an ending of its content, because programs open a file by its ending and a
 * picture can be a page at the same time.
 */
export function savedName(name: string, type: ContentType): string {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return ENDINGS[type].includes(ending) ? name : `${name}.${ENDINGS[type][0]}`;
}
