const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('no answer')));
  });

/** A second disk with everything that is on the first, as a backup of a device or its successor has it. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = await answerOf(indexedDB.open(from));
  const opening = indexedDB.open(to, source.version);
  opening.addEventListener('upgradeneeded', () => {
    const stores = source.transaction([...source.objectStoreNames]);
    for (const name of source.objectStoreNames) {
      const { keyPath, autoIncrement } = stores.objectStore(name);
      opening.result.createObjectStore(name, { keyPath, autoIncrement });
    }
  });
  const target = await answerOf(opening);
  for (const name of source.objectStoreNames) {
    const store = source.transaction(name).objectStore(name);
    const [keys, values] = await Promise.all([answerOf(store.getAllKeys()), answerOf(store.getAll())]);
    const copy = target.transaction(name, 'readwrite').objectStore(name);
    await Promise.all(
      values.map((value: unknown, index) =>
        answerOf(copy.keyPath === null ? copy.put(value, keys[index]) : copy.put(value)),
      ),
    );
  }
  for (const database of [source, target]) database.close();
}
