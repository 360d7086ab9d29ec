/** One stored answer. Times are milliseconds since 1970. */
export interface CacheEntry {
  /** User or tenant, path and query. */
  readonly key: string;
  /** Shape of this row; another one is dropped. */
  readonly schema: number;
  /** Opaque, as the server sent it. */
  readonly etag: string | undefined;
  /** JSON. */
  readonly body: string;
  /** Of the body. */
  readonly bytes: number;
  /** By the server's clock. */
  readonly storedAt: number;
  /** How long it counts as fresh, as the server said. */
  readonly maxAgeMs: number;
  /** To the minute. */
  readonly lastUsed: number;
}

/** Where answers are kept. Losing all of it loses nothing but time; a failure is a miss. */
export interface CacheStore {
  /** What it may hold unless the app says otherwise; 10 MB where it says nothing. */
  readonly maxBytes?: number;
  /** One answer, if it is there. */
  get(key: string): Promise<CacheEntry | undefined>;
  /** Stores an answer in place of the one before. */
  put(entry: CacheEntry): Promise<void>;
  /** Changes times of an entry that is there. */
  touch(key: string, change: { storedAt?: number; lastUsed?: number }): Promise<void>;
  /** Removes an answer. */
  delete(key: string): Promise<void>;
  /** Bytes of all bodies. */
  usage(): Promise<number>;
  /** Deletes the least recently used until `toBytes` are left. */
  evict(toBytes: number): Promise<void>;
  /** Removes all of them. */
  clear(): Promise<void>;
  /** Lets go of the database. */
  close(): Promise<void>;
}

/** The keys to delete so that at most `toBytes` stay, oldest use first. */
export function victims(entries: readonly Pick<CacheEntry, 'key' | 'bytes' | 'lastUsed'>[], toBytes: number): string[] {
  let left = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const gone: string[] = [];
  for (const entry of [...entries].sort((a, b) => a.lastUsed - b.lastUsed)) {
    if (left <= toBytes) break;
    left -= entry.bytes;
    gone.push(entry.key);
  }
  return gone;
}
