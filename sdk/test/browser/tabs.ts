/** One window of a browser, whichever it is. */
export interface Tab {
  /** Runs a function in the page and brings what it resolves with. It sees its argument and the page, nothing else. */
  run<T>(fn: () => T | Promise<T>): Promise<T>;
  run<T, A>(fn: (arg: A) => T | Promise<T>, arg: A): Promise<T>;
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** A running browser, as far as tests of any browser need it. */
export interface TestBrowser {
  readonly name: string;
  tab(url: string): Promise<Tab>;
  /** SIGKILL for all its processes. */
  kill(): Promise<void>;
}

/** Asks until it is so; how long never decides, it only says when to give up. */
export async function until<T>(ask: () => Promise<T | undefined | false>, what: string, forMs = 45_000): Promise<T> {
  const deadline = Date.now() + forMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
