/**
 * Runs work that belongs together one after the other, in the order in which it is handed in; work of other keys, or of
 * none, at once. What fails holds up nothing.
 */
export function inTheirOrder(): <T>(key: string | undefined, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    if (key === undefined) return work();
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(key, mine);
    return mine;
  };
}
