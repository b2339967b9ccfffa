import { openDB, type DBSchema } from 'idb';

interface MarkSchema extends DBSchema {
  mark: { key: 'camera'; value: string };
}

// Not local storage, which browsers write down seconds later: what the mark is for may come sooner.
const open = () =>
  openDB<MarkSchema>('komod-camera', 1, { upgrade: (database) => void database.createObjectStore('mark') });

/** For which listing the camera is open, on this device's disk. */
export async function readCameraMark(): Promise<string | null> {
  const database = await open();
  const mark = await database.get('mark', 'camera');
  database.close();
  return mark ?? null;
}

/** `null`: it is not open. */
export async function writeCameraMark(listingId: string | null): Promise<void> {
  const database = await open();
  const change = database.transaction('mark', 'readwrite', { durability: 'strict' });
  if (listingId === null) void change.store.delete('camera');
  else void change.store.put(listingId, 'camera');
  await change.done;
  database.close();
}
