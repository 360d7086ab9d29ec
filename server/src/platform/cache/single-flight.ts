/** Runs `work` for a key once at a time; who asks meanwhile gets the same result, or the same error. */
export type SingleFlight<T> = (key: string, work: () => Promise<T>) => Promise<T>;

/** Builds a `SingleFlight`; nothing is kept once the work has ended. */
export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Promise<T>>();
  return (key, work) => {
    const known = flights.get(key);
    if (known) return known;
    const flight = work().finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}

/** Lets `most` runs happen at once; `undefined` when it is full. */
export function createGate(most: number): <T>(work: () => Promise<T>) => Promise<T> | undefined {
  let running = 0;
  return (work) => {
    if (running >= most) return undefined;
    running += 1;
    return work().finally(() => {
      running -= 1;
    });
  };
}
