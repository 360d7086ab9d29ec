/** What a search around a place may cost; how large it may be stands in `limits.size`. */
export const nearLimits = {
  /** Of one search, in the database. */
  maxTimeMs: 500,
  /** Orders of a status that are all looked at for a place; with more, all orders of the place are. */
  walk: 5_000,
  /** Searches that a caller may have waiting for the one before them. */
  waiting: 8,
} as const;
