/** Resolves when the database is gone, also from other tabs. */
export const deleteDatabase = (indexedDB: IDBFactory, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => reject(request.error));
  });
