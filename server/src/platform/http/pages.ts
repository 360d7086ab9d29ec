import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler } from 'express';

/** The web pages, where they were built; hashed files live for ever, pages are asked for again. */
export function webPages(folder: URL): RequestHandler[] {
  if (!existsSync(folder)) return [];
  const path = fileURLToPath(folder);
  return [
    express.static(path, {
      index: 'index.html',
      cacheControl: false,
      setHeaders: (res, file) =>
        res.setHeader('Cache-Control', file.includes('/static/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
    }),
  ];
}
