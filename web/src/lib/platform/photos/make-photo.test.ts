import { blankPng } from '@komod/testkit/bad-pictures';
import { afterEach, expect, test, vi } from 'vitest';
import { countPixels } from './count-pixels.ts';
import { makePhoto } from './make-photo.ts';

afterEach(() => vi.unstubAllGlobals());

/** The browser's decoder, which there is none of here: it says what it was asked for. */
function watchDecoder() {
  const decode = vi.fn().mockRejectedValue(new Error('no picture'));
  vi.stubGlobal('createImageBitmap', decode);
  return decode;
}

test('a picture of more pixels than anybody may ask for never reaches the decoder', async () => {
  const decode = watchDecoder();
  const bomb = new Blob([new Uint8Array(blankPng(10_000, 7000))], { type: 'image/png' });
  expect(await makePhoto(bomb, countPixels)).toEqual({ ok: false, refusal: 'too-large' });
  expect(decode).not.toHaveBeenCalled();
});

test('what tells no size is the decoder’s to judge', async () => {
  const decode = watchDecoder();
  expect(await makePhoto(new Blob(['not a picture']), countPixels)).toEqual({
    ok: false,
    refusal: 'unreadable',
  });
  expect(decode).toHaveBeenCalledOnce();
});
