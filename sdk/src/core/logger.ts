/** Gets levels, sentences and codes; never bodies or tokens. `console` fits. */
export interface Logger {
  /** What happens when all is well. */
  debug?(message: string, fields?: Record<string, unknown>): void;
  /** What an operator may like to know. */
  info?(message: string, fields?: Record<string, unknown>): void;
  /** What went wrong and is tried again. */
  warn?(message: string, fields?: Record<string, unknown>): void;
  /** What went wrong for good. */
  error?(message: string, fields?: Record<string, unknown>): void;
}
