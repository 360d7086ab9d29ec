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

/** Pictures of the ground for the maps of the pages. */
export interface Tiles {
  readonly url: string;
  readonly attribution: string;
}

/** Where pages may load pictures from: here, and the server of the tiles, all of its hosts where it has several. */
export function imageSources(tiles: Tiles | undefined): string[] {
  const host = tiles && /^https?:\/\/[^/?#]+/.exec(tiles.url)?.[0].replace(/\{\w+\}/g, '*');
  return ["'self'", 'data:', ...(host ? [host] : [])];
}

/** What the maps are set to use; in place of the file that says: nothing. */
export function mapSettings(tiles: Tiles | undefined): RequestHandler[] {
  if (!tiles) return [];
  return [
    (req, res, next) => (req.path === '/map.json' ? void res.set('Cache-Control', 'no-cache').json({ tiles }) : next()),
  ];
}
