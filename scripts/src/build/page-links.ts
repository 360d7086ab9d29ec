const LINK = /\b(src|href)="\.\/([^"/]+\.(?:ts|css))"/g;

/**
 * The page with every `./name.ts` and `./name.css` replaced by the file it was built into. Throws when a page names one
 * that was not built, so that a typing error is found here and not by a browser.
 *
 * `outputs` leads from the source's name to its address: `app.ts` → `/static/app.3F2A.js`.
 */
export function withBuiltNames(page: string, html: string, outputs: ReadonlyMap<string, string>): string {
  return html.replace(LINK, (_whole, attribute: string, name: string) => {
    const built = outputs.get(name);
    if (built === undefined) throw new Error(`web/src/${page} names ./${name}, which is not in web/src.`);
    return `${attribute}="${built}"`;
  });
}
