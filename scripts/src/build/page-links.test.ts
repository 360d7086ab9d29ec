import { describe, expect, it } from 'vitest';
import { withBuiltNames } from './page-links.ts';

const built = new Map([
  ['app.ts', '/static/app.3F2A.js'],
  ['app.css', '/static/app.9B1C.css'],
]);

describe('the names of built files in a page', () => {
  it('stand where the sources stood, and nothing else changes', () => {
    const page =
      '<link rel="stylesheet" href="./app.css"><a href="./about.html">./app.ts</a><script src="./app.ts"></script>';
    expect(withBuiltNames('index.html', page, built)).toBe(
      '<link rel="stylesheet" href="/static/app.9B1C.css"><a href="./about.html">./app.ts</a><script src="/static/app.3F2A.js"></script>',
    );
  });

  it('are refused when a page names a source that is not there', () => {
    expect(() => withBuiltNames('index.html', '<script src="./ap.ts"></script>', built)).toThrow(
      'web/src/index.html names ./ap.ts',
    );
  });
});
