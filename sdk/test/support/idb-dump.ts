/** A database as JSON: what it was made of and every row. Documents (bytes) are not in it. */
export interface IdbDump {
  readonly version: number;
  readonly stores: Readonly<
    Record<
      string,
      {
        readonly keyPath: string | null;
        readonly autoIncrement: boolean;
        readonly indexes: Readonly<Record<string, { keyPath: string | string[]; unique: boolean }>>;
        readonly rows: readonly { key: IDBValidKey; value: unknown }[];
      }
    >
  >;
}

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Reads all of a database. */
export async function dump(factory: IDBFactory, name: string): Promise<IdbDump> {
  const db = await answer(factory.open(name));
  const stores: Record<string, IdbDump['stores'][string]> = {};
  for (const storeName of db.objectStoreNames) {
    const store = db.transaction(storeName).objectStore(storeName);
    const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
    const indexes = Object.fromEntries(
      [...store.indexNames].map((index) => {
        const { keyPath, unique } = store.index(index);
        return [index, { keyPath, unique }];
      }),
    );
    stores[storeName] = {
      keyPath: store.keyPath as string | null, // ours have one key
      autoIncrement: store.autoIncrement,
      indexes,
      rows: keys.map((key, i) => ({ key, value: values[i] })),
    };
  }
  db.close();
  return { version: db.version, stores };
}

/** Makes the database again, as it was. */
export async function restore(factory: IDBFactory, name: string, { version, stores }: IdbDump): Promise<void> {
  const request = factory.open(name, version);
  request.onupgradeneeded = () => {
    for (const [storeName, { keyPath, autoIncrement, indexes, rows }] of Object.entries(stores)) {
      const store = request.result.createObjectStore(storeName, { keyPath, autoIncrement });
      for (const [index, { keyPath: path, unique }] of Object.entries(indexes))
        store.createIndex(index, path, { unique });
      for (const { key, value } of rows) keyPath === null ? store.put(value, key) : store.put(value);
    }
  };
  (await answer(request)).close();
}
