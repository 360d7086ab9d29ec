import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RequestHandler } from 'express';
import { imageSources, type Tiles } from './pages.ts';

/** Whether it is a secret of ours the page asks with it: who mistyped one gets a page as well. */
const PATH = /^\/track\/[^/]{1,300}\/?$/;

const PAGE = 'track/index.html';

/** Only what was built with the page, and live channels of this server. Some browsers do not count sockets as 'self'. */
const policy = (tiles: Tiles | undefined) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${imageSources(tiles).join(' ')}`,
    "font-src 'self'",
    "connect-src 'self' ws: wss:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * The page behind a tracking link, the same for every secret: the path is the secret, so nothing keeps the page, nothing
 * is told where it was come from, and no search engine remembers it.
 */
export function trackPage(folder: URL, tiles?: Tiles): RequestHandler[] {
  const root = fileURLToPath(folder);
  if (!existsSync(new URL(PAGE, folder))) return [];
  const csp = policy(tiles);
  return [
    (req, res, next) => {
      if ((req.method !== 'GET' && req.method !== 'HEAD') || !PATH.test(req.path)) return next();
      res.set({
        'Cache-Control': 'no-store',
        'Content-Security-Policy': csp,
        'Referrer-Policy': 'no-referrer',
        'X-Robots-Tag': 'noindex',
      });
      res.sendFile(PAGE, { root, cacheControl: false, lastModified: false, etag: false });
    },
  ];
}
