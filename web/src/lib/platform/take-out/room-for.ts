/** Beside each photo stands a small picture of it, and a database needs air. */
const overhead = 1.3;

/** Whether so many more bytes fit onto this device; a browser that does not say is believed to have room. */
export async function roomFor(bytes: number): Promise<boolean> {
  const storage = navigator.storage as StorageManager | undefined;
  const { quota, usage = 0 } = (await storage?.estimate?.().catch(() => null)) ?? {};
  return quota === undefined || usage + bytes * overhead < quota;
}
