import { type Answered, type CallInput, callOperation } from './call.ts';
import type { Core } from './core.ts';
import { fault } from './errors.ts';
import type { Operation } from './operation.ts';
import type { CallOptions, Result } from './types.ts';

const OPTION_NAMES = new Set(['signal', 'timeoutMs', 'maxRetries', 'cache', 'ifMatch', 'idempotencyKey', 'headers']);

/** A page as the contract has it. */
interface Page {
  readonly data: readonly unknown[];
  readonly next?: string;
}

/** Starts a call from the arguments of a resource function: path values, then the body, then query and options in one. */
export function invoke(core: Core, operation: Operation, args: readonly unknown[]) {
  const rest = [...args];
  const path = pathWith(operation, () => rest.shift());
  const body = operation.body ? rest.shift() : undefined;
  const mixed = (rest.shift() ?? {}) as Record<string, unknown>; // typed by the generated interface
  return startCall(core, operation, path, body, mixed);
}

/** An operation's path with its values, each asked for by name: none is empty, or a dot that would be a step elsewhere. */
export function pathWith({ name: called, path }: Operation, given: (name: string) => unknown): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = given(name);
    if (typeof value !== 'string' || /^\.{0,2}$/.test(value))
      throw fault('missing_argument', `${called} needs ${name}.`);
    return encodeURIComponent(value);
  });
}

/** Starts a call; query parameters and options come mixed, as an app writes them. */
export function startCall(
  core: Core,
  operation: Operation,
  path: string,
  body: unknown,
  mixed: Record<string, unknown>,
) {
  const options: Record<string, unknown> = {};
  const query: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(mixed)) (OPTION_NAMES.has(name) ? options : query)[name] = value;
  let raw = false;
  const target = path + queryString(query);
  // One turn later, so that `.asResponse()` on the same line can still say that it wants the body unread.
  const answer: Promise<Answered | Result<unknown>> = Promise.resolve().then(() =>
    run(core, operation, { ...(options as CallOptions), target, body, raw }),
  );
  const pages = () =>
    pagesOf(answer as Promise<Result<Page>>, (cursor) => startCall(core, operation, path, body, { ...mixed, cursor }));
  return Object.assign(answer, {
    withResponse: () => answer,
    asResponse: () => {
      raw = true;
      return answer.then((a) => (a as Answered).response); // raw calls never come from the cache
    },
    ...(operation.paged ? { pages, [asyncIterator()]: () => rowsOf(pages()) } : {}),
  });
}

function run(core: Core, operation: Operation, input: CallInput): Promise<Answered | Result<unknown>> {
  const { cache } = core;
  if (!cache || !operation.cache || input.raw || input.cache === 'network-only')
    return callOperation(core, operation, input);
  return cache.read({
    operation,
    target: input.target,
    policy: input.cache,
    fresh: async (etag) => {
      const answer = await callOperation(core, operation, { ...input, ifNoneMatch: etag });
      return answer.meta.status === 304 ? undefined : answer;
    },
  });
}

/** What `for await` looks for; Hermes before its version 1 has no such symbol, and what Metro makes of the loop this name. */
export const asyncIterator = (): typeof Symbol.asyncIterator => Symbol.asyncIterator ?? '@@asyncIterator';

/** Follows the cursor only: an empty page that has one is not the end. */
async function* pagesOf(first: Promise<Result<Page>>, follow: (cursor: string) => unknown): AsyncGenerator<Page> {
  let page = (await first).data;
  for (;;) {
    yield page;
    if (!page.next) return;
    page = (await (follow(page.next) as Promise<Result<Page>>)).data;
  }
}

async function* rowsOf(pages: AsyncIterable<Page>): AsyncGenerator<unknown> {
  for await (const page of pages) yield* page.data;
}

/** Sorted, so that equal queries are equal cache keys; absent values are left out, lists are repeated. */
export function queryString(query: Record<string, unknown>): string {
  const pairs = Object.keys(query)
    .sort()
    .flatMap((name) =>
      [query[name]]
        .flat()
        .filter((value) => value !== undefined && value !== null)
        // By hand: the URLSearchParams of an older React Native knows no pairs.
        .map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`),
    );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
