import sharp from 'sharp';
import { expect, test } from 'vitest';
import { makeJpeg } from './photo-factory.ts';
import { findTaken, readHiddenData } from './served-photo.ts';

const place = { latitude: 35.6892, longitude: 51.389 };

test('a served photo is matched with the picture it was made from, among fifteen', async () => {
  const taken = await Promise.all(
    Array.from({ length: 15 }, (_, seed) =>
      makeJpeg({ seed: 100 + seed, width: 600, height: 800, orientation: 6, gps: place }),
    ),
  );
  for (const index of [0, 4, 9, 14]) {
    const bytes = taken[index] ?? new Uint8Array();
    const served = await sharp(bytes).rotate().resize(320).webp({ quality: 70 }).toBuffer();
    expect(await findTaken(served, taken)).toBe(index);
  }
});

test('metadata that stayed in a photo is named', async () => {
  const bytes = await makeJpeg({ seed: 1, width: 240, height: 320, orientation: 6, gps: place });
  expect(await readHiddenData(bytes)).toEqual({ format: 'jpeg', kept: ['exif', 'orientation'] });
  const served = await sharp(bytes).rotate().webp().toBuffer();
  expect(await readHiddenData(served)).toEqual({ format: 'webp', kept: [] });
});
