const BUILT = /\b(?:src|href)="(\/static\/[^"]+)"/g;

/** The addresses of scripts and styles that a built page names: what it needs beside itself to open without a network. */
export function shellFiles(html: string): string[] {
  return [...html.matchAll(BUILT)].flatMap(([, address]) => (address === undefined ? [] : [address]));
}
