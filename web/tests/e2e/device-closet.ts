import { canonicalJson } from '@komod/documents/canonical-json';
import { listListings } from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { Page } from '@playwright/test';
import * as Y from 'yjs';

/** A closet as one device has it on its disk. */
export async function readDeviceCloset(
  page: Page,
  userId: string,
): Promise<{ json: string; drafts: ListingDraft[] }> {
  const updates = await page.evaluate(
    (name) =>
      new Promise<number[][]>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const reading = opening.result.transaction('updates').objectStore('updates').getAll();
          reading.addEventListener('success', () => {
            opening.result.close();
            resolve((reading.result as Uint8Array[]).map((update) => [...update]));
          });
        });
      }),
    `komod/${userId}/closet`,
  );
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, new Uint8Array(update));
  return { json: canonicalJson(doc), drafts: listListings(doc) };
}
