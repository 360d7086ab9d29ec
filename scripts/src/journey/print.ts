/** Says what happens while it happens, each line with the seconds since the start. */
export interface Print {
  /** A new part of the journey. */
  step(title: string): void;
  /** Something that happened within it. */
  line(text: string): void;
}

/** `write` takes whole lines; `now` is in milliseconds. */
export function createPrint(write: (line: string) => void, now: () => number): Print {
  const begun = now();
  let steps = 0;
  const stamp = () => `${((now() - begun) / 1_000).toFixed(1).padStart(6)} s`;
  return {
    step(title) {
      steps += 1;
      write('');
      write(`${stamp()}  ${steps}. ${title}`);
    },
    line: (text) => write(`${stamp()}     ${text}`),
  };
}

/** Money in minor units as people read it: `1,234.50 EUR`. */
export function money({ total, currency }: { readonly total: number; readonly currency: string }): string {
  return `${(total / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 })} ${currency}`;
}

/** A span in milliseconds as people read it: `340 ms`, `12.3 s`. */
export const span = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);

/** Things and how many of them: `1 order`, `12 orders`. */
export const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;
