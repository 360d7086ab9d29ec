/** Those that have a value; `fetch` would send the word "undefined" for the others. */
export function known(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value)) as Record<string, string>; // filtered
}
