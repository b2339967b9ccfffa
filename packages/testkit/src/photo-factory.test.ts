import sharp from 'sharp';
import { expect, test } from 'vitest';
import { isUpright, makeJpeg, type Orientation } from './photo-factory.ts';

test('a picture with any orientation stands upright once the orientation is honoured', async () => {
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as Orientation[]) {
    const bytes = await makeJpeg({ seed: 3, width: 240, height: 320, orientation });
    const stored = await sharp(bytes).metadata();
    expect(stored.orientation).toBe(orientation);
    expect(stored.width).toBe(orientation > 4 ? 320 : 240);
    expect(await isUpright(await sharp(bytes).rotate().png().toBuffer()), `orientation ${orientation}`).toBe(
      true,
    );
    expect(await isUpright(bytes), `orientation ${orientation} as stored`).toBe(orientation === 1);
  }
});

test('the GPS directory is written when asked for, and equal seeds give equal bytes', async () => {
  const place = { latitude: 35.6892, longitude: 51.389 };
  const scene = { seed: 7, width: 240, height: 320, orientation: 6 as const, gps: place };
  const bytes = await makeJpeg(scene);
  const plain = await makeJpeg({ ...scene, gps: undefined });
  // Tag 0x8825 of the first directory points at the GPS directory.
  const pointer = Buffer.from([0x25, 0x88, 0x04, 0x00]);
  expect((await exifOf(bytes)).includes(pointer)).toBe(true);
  expect((await exifOf(plain)).includes(pointer)).toBe(false);
  expect(await makeJpeg(scene)).toEqual(bytes);
  expect(await makeJpeg({ ...scene, seed: 8 })).not.toEqual(bytes);
});

async function exifOf(jpeg: Uint8Array): Promise<Buffer> {
  return (await sharp(jpeg).metadata()).exif ?? Buffer.alloc(0);
}
