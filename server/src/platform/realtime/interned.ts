/**
 * The one string of the engine with this text. Two of them are compared by looking at neither, which counts where each
 * event is held against tens of thousands of subscriptions; and equal ones are kept once. Strings that nobody has any
 * more are forgotten.
 */
export function interned(text: string): string {
  // Names of members are such strings.
  return Object.keys({ [text]: 0 })[0] ?? text;
}
