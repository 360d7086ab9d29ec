/** More would only wait for each other's connections, and let nobody else through. */
const AT_ONCE = 16;

/** Does some work for each of many, a few at a time; the results in their order. */
export async function fewAtATime<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE)
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))));
  return results;
}
