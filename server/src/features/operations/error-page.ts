import { errorKinds } from '../../platform/errors/app-error.ts';

/** The page of one code; undefined for a code we do not have. Every `type` of a problem document leads here. */
export function errorPage(code: string): string | undefined {
  const kind = errorKinds.get(code);
  if (!kind) return undefined;
  const example = {
    type: `/errors/${kind.code}`,
    title: kind.title,
    status: kind.status,
    detail: '(one or two sentences: what was wrong in your case)',
    code: kind.code,
    requestId: '(name it when you ask us)',
    retryable: kind.retryable ?? false,
  };
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(kind.code)} · Symphonia</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}code,pre{background:#8881;border-radius:4px;padding:.1em .3em}pre{padding:1em;overflow:auto}</style>
</head><body>
<p><code>${kind.status} ${escapeHtml(kind.code)}</code></p>
<h1>${escapeHtml(kind.title)}</h1>
<h2>Why</h2><p>${escapeHtml(kind.why)}</p>
<h2>What to do</h2><p>${escapeHtml(kind.fix)}</p>
<p>${kind.retryable ? 'The same request may succeed later; send it again after <code>Retry-After</code>.' : 'The same request will be refused again; something has to change first.'}</p>
<h2>What it looks like</h2><pre>${escapeHtml(JSON.stringify(example, null, 2))}</pre>
<p>Where fields are to blame, <code>errors</code> names each of them; some refusals carry more, such as the current version.</p>
</body></html>
`;
}

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
