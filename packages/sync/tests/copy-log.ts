import { MemoryUpdateLog } from '../src/server/memory-update-log.ts';

/** A backup: another log that holds and tells what this one does now. */
export async function copyLog(log: MemoryUpdateLog, documents: readonly string[]): Promise<MemoryUpdateLog> {
  const copy = new MemoryUpdateLog(log.timeline());
  for (const document of documents) {
    const { updates, writerId } = await log.load(document);
    await copy.commit(updates.map(({ update }) => ({ document, update })));
    if (writerId !== null) await copy.claimWriterId(document, writerId);
  }
  return copy;
}
