/** One stored answer. Times are milliseconds since 1970. */
export interface CacheEntry {
  readonly key: string;
  /** Shape of this row; another one is dropped. */
  readonly schema: number;
  /** Opaque, as the server sent it. */
  readonly etag: string | undefined;
  /** JSON. */
  readonly body: string;
  readonly bytes: number;
  /** By the server's clock. */
  readonly storedAt: number;
  readonly maxAgeMs: number;
  /** To the minute. */
  readonly lastUsed: number;
}

/** Where answers are kept. Losing all of it loses nothing but time; a failure is a miss. */
export interface CacheStore {
  /** What it may hold unless the app says otherwise; 10 MB where it says nothing. */
  readonly maxBytes?: number;
  get(key: string): Promise<CacheEntry | undefined>;
  put(entry: CacheEntry): Promise<void>;
  /** Changes times of an entry that is there. */
  touch(key: string, change: { storedAt?: number; lastUsed?: number }): Promise<void>;
  delete(key: string): Promise<void>;
  /** Bytes of all bodies. */
  usage(): Promise<number>;
  /** Deletes the least recently used until `toBytes` are left. */
  evict(toBytes: number): Promise<void>;
  clear(): Promise<void>;
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
