import * as Y from 'yjs';
import type { UpdateLog } from '../src/server/update-log.ts';

/** A document as its log holds it. */
export async function storedDocument(log: UpdateLog, name: string): Promise<Y.Doc> {
  const { snapshot, updates } = await log.load(name);
  const doc = new Y.Doc();
  if (snapshot) Y.applyUpdate(doc, snapshot);
  for (const { update } of updates) Y.applyUpdate(doc, update);
  return doc;
}

/** What its map `m` holds. */
export const storedMap = async (log: UpdateLog, name: string): Promise<Record<string, unknown>> =>
  (await storedDocument(log, name)).getMap('m').toJSON();
