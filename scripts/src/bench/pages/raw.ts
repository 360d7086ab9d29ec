/** IndexedDB without any library: what the platform itself takes, and how the pages fill their queues. */

/** The request's result. */
export const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export const committed = (tx: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error);
  });

/** Whatever version is there. */
export const opened = (name: string, create?: (db: IDBDatabase) => void): Promise<IDBDatabase> => {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => create?.(request.result);
  return asked(request);
};

/** Writes in one transaction; each value is a row of `[value]` or `[value, key]`. */
export async function fill(
  database: string,
  store: string,
  rows: Iterable<readonly [unknown, string?]>,
): Promise<void> {
  const db = await opened(database);
  const tx = db.transaction(store, 'readwrite');
  for (const [value, key] of rows) tx.objectStore(store).put(value, key);
  await committed(tx);
  db.close();
}
