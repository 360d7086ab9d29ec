/** What a change does to those who use the last release. */
export interface Finding {
  /** A break stops a check until the changelog names it; a warning is only said. */
  readonly level: 'break' | 'warning';
  readonly part: 'contract' | 'types';
  /** What must be named in the changelog: an operation, a schema, a frame or an exported name. */
  readonly subject: string;
  /** What is different, whom it hits and what to do, for the person who made the change. */
  readonly sentence: string;
}

/** Takes one finding about a contract; where it stands comes first: `NewOrder.lines[]`. */
export type Report = (level: Finding['level'], at: string, sentence: string) => void;
