import type { ListPage } from '../db/list.ts';
import { OPERATIONS, type OperationId } from './contract.gen.ts';
import type { Reply } from './operation.ts';

/** A page with each row as the API shows it. */
export const presented = <T, V>(page: ListPage<T>, present: (row: T) => V): ListPage<V> => ({
  ...page,
  data: page.data.map(present),
});

/** Answers a list: the cursors stand in the body and as RFC 8288 links, which repeat the caller's filters. */
export function pageReply<V>(
  operation: OperationId,
  query: object,
  page: ListPage<V>,
  params: Readonly<Record<string, string>> = {},
): Reply<ListPage<V>> {
  const { next, prev } = page;
  const path = OPERATIONS[operation].path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const links = [next && linkTo(path, query, next, 'next'), prev && linkTo(path, query, prev, 'prev')].filter(Boolean);
  return { status: 200, body: page, ...(links.length > 0 ? { headers: { link: links.join(', ') } } : {}) };
}

function linkTo(path: string, query: object, cursor: string, rel: 'next' | 'prev'): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && name !== 'cursor') search.set(name, String(value));
  }
  search.set('cursor', cursor);
  return `<${path}?${search}>; rel="${rel}"`;
}
