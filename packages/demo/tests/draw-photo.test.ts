import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { demoPieces } from '../src/stock/demo-pieces.ts';
import { drawPhoto, drawPixels, photoKinds, type Scene } from '../src/art/draw-photo.ts';
import { garments, type GarmentName } from '../src/art/garments.ts';
import { letteringWidth } from '../src/art/label-letters.ts';
import { both, mirror, sheet, symmetric } from '../src/art/outline.ts';

const coat: Scene = {
  garment: 'coat',
  fabric: { weave: 'wool', pattern: 'check', colours: ['#6a4932', '#3f3733', '#e6dbc3'] },
  ground: 3,
  size: 'M',
  seed: 7,
};
const hash = (pixels: Uint8Array): string => createHash('sha256').update(pixels).digest('hex');

test.each(photoKinds)(
  'the same seed draws the same %s photo, pixel by pixel, and another seed another',
  async (kind) => {
    const [one, again, other] = [coat, structuredClone(coat), { ...coat, seed: 8 }].map((scene) =>
      drawPixels(scene, kind),
    );
    const first = hash(await one!);
    expect(hash(await again!)).toBe(first);
    expect(hash(await other!)).not.toBe(first);
  },
);

test('a photo is an upright JPEG of 1200 × 1600 that a phone could have sent', async () => {
  const bytes = await drawPhoto(coat, 'whole');
  expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  expect(bytes.length).toBeGreaterThan(50_000);
  expect(bytes.length).toBeLessThan(900_000);
});

/** Share of pixels that are far from the colour of the photo's corner. */
function coverOf(pixels: Uint8Array): number {
  const count = sheet.width * sheet.height;
  let covered = 0;
  for (let at = 0; at < count; at += 1) {
    const distance = [0, 1, 2].reduce(
      (sum, channel) => sum + Math.abs(pixels[at * 3 + channel]! - pixels[channel]!),
      0,
    );
    if (distance > 90) covered += 1;
  }
  return covered / count;
}

const names = Object.keys(garments) as GarmentName[];

test('there are at least fourteen garments', () => {
  expect(names.length).toBeGreaterThanOrEqual(14);
});

test.each(names)('a %s lies whole in the photo with the ground around it', async (garment) => {
  const fabric = { weave: 'weave', pattern: 'plain', colours: ['#3f6093'] } as const;
  const pixels = await drawPixels({ ...coat, garment, fabric, ground: 2 }, 'whole');
  const cover = coverOf(pixels);
  expect(cover).toBeGreaterThan(0.15);
  expect(cover).toBeLessThan(0.75);
  const row = (y: number): number[] => [...pixels.subarray(y * sheet.width * 3, (y + 1) * sheet.width * 3)];
  for (const edge of [row(4), row(sheet.height - 5)])
    expect(Math.max(...edge) - Math.min(...edge)).toBeLessThan(90);
});

test('every size of the demo can be written on its label', () => {
  const sizes = new Set(demoPieces().map(({ scene }) => scene.size));
  for (const size of sizes) {
    const plain = letteringWidth('0'.repeat(size.length), 6);
    expect(letteringWidth(size, 6), size).toBe(plain);
  }
});

test('a path is mirrored about the middle, and a half becomes a whole', () => {
  expect(mirror('M100 10 L200 20 C1 2 3 4 5 6 Z')).toBe('M1100 10L1000 20C1199 2 1197 4 1195 6Z');
  expect(symmetric('M600 0 L500 10 C450 20 460 30 600 40')).toBe(
    'M600 0L500 10C450 20 460 30 600 40C740 30 750 20 700 10L600 0Z',
  );
  expect(both('M600 0')).toHaveLength(2);
});
