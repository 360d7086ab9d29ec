/**
 * Reads keys together: those asked for in one turn of the event loop become one question, and each key stands in it once.
 *
 * A question that is already under way is never shared with a later asker, who may have waited for a write in between.
 */
export function createTickReader<V>(readMany: (keys: string[]) => Promise<readonly V[]>): (key: string) => Promise<V> {
  let asked: Map<string, number> | undefined;
  let answer: Promise<readonly V[]>;

  return async (key) => {
    if (!asked) {
      const mine = new Map<string, number>();
      asked = mine;
      answer = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        asked = undefined;
        return readMany([...mine.keys()]);
      });
    }
    const place = asked.get(key) ?? asked.size;
    asked.set(key, place);
    const values = await answer;
    // Every key has its place in the answer; a shorter one breaks the contract of readMany.
    return values[place] as V;
  };
}
