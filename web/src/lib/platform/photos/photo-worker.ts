import { countPixels } from './count-pixels.ts';
import { makePhoto, type PhotoRefusal, type PreparedPhoto } from './make-photo.ts';
import type { Result } from '@komod/domain/refusal';

export interface PhotoRequest {
  id: number;
  file: Blob;
}

export interface PhotoAnswer {
  id: number;
  /** `null` when the worker itself failed; the page then tries on its own. */
  photo: Result<PreparedPhoto, PhotoRefusal> | null;
}

// One at a time: a decoded photo takes up to 260 MB, and phones have few of them.
let last: Promise<void> = Promise.resolve();

self.addEventListener('message', ({ data }: MessageEvent<PhotoRequest>) => {
  last = last.then(async () => {
    const photo = await makePhoto(data.file, countPixels).catch(() => null);
    self.postMessage({ id: data.id, photo } satisfies PhotoAnswer, { transfer: [] });
  });
});
