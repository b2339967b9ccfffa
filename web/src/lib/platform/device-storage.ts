export interface DeviceStorage {
  /** `null` where the browser does not say. */
  bytes: number | null;
  /** The browser never clears it to make room. */
  isProtected: boolean;
}

/** What Komod keeps on this device, all of it: documents, photos, the app itself. */
export async function readStorage(): Promise<DeviceStorage> {
  // Absent on plain http.
  const storage = navigator.storage as StorageManager | undefined;
  const [estimate, isProtected] = await Promise.all([
    storage?.estimate?.().catch(() => null),
    storage?.persisted?.().catch(() => false),
  ]);
  return { bytes: estimate?.usage ?? null, isProtected: isProtected ?? false };
}

/** Asks the browser to protect it; it may ask the person, or decide by itself. */
export const protectStorage = async (): Promise<boolean> =>
  (await (navigator.storage as StorageManager | undefined)?.persist?.().catch(() => false)) ?? false;
