import { defaultPolicy } from '@komod/domain/policy';
import { countPixels } from './count-pixels.ts';
import { encode, previewLongestEdge, previewQuality, scaledDown } from './make-photo.ts';

/** The small picture of a master that was made elsewhere; `null` when it cannot be read, or is too large to try. */
export async function makePreview(master: Blob): Promise<Blob | null> {
  if (((await countPixels(master)) ?? 0) > defaultPolicy.photoMaxPixels) return null;
  const bitmap = await createImageBitmap(master).catch(() => null);
  if (!bitmap) return null;
  try {
    return await encode(scaledDown(bitmap, previewLongestEdge), previewQuality);
  } finally {
    bitmap.close();
  }
}
