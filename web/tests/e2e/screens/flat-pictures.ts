import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';

// Plain shapes in plain colours: a baseline of them stays small, and the same on every machine.

const grounds = ['#d9d4c8', '#c9d0d4', '#d8c7c0', '#c8d2c4', '#d4ccd9'];
const cloths = ['#2f3b57', '#7b2d3b', '#8a6a4a', '#51654a', '#3c5878', '#b98a3e', '#54506e', '#26282c'];
const shapes = [
  // A blazer, a dress, trousers, a jumper, a bag, by their outlines on 60 × 80.
  'M18 14l8-4 4 8 4-8 8 4 8 8-5 26h-5v22H20V48h-5l-5-26z',
  'M22 8h16l-2 14 12 48H12l12-48z',
  'M18 8h24l6 64H34L30 28l-4 44H12z',
  'M16 16l10-4h8l10 4 8 26-7 2-3-10v32H18V34l-3 10-7-2z',
  'M12 30h36l4 40H8zM20 30c0-22 20-22 20 0',
];

/** A garment on a ground as a JPEG of 900 × 1200; the same index gives the same bytes. */
export async function flatPicture(index: number): Promise<Uint8Array> {
  const at = <T>(list: readonly T[], place: number): T => list[place % list.length]!;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200" viewBox="0 0 60 80">
    <rect width="60" height="80" fill="${at(grounds, index)}"/>
    <path d="${at(shapes, index)}" fill="${at(cloths, index * 3)}"/>
    <path d="${at(shapes, index)}" fill="none" stroke="#0003" stroke-width=".6"/>
  </svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).jpeg({ quality: 92 }).toBuffer());
}

/** What stands in the place of that picture until its bytes are here, as documents hold it. */
export async function thumbhashOf(index: number): Promise<string> {
  const small = sharp(await flatPicture(index))
    .resize(75, 100)
    .ensureAlpha()
    .raw();
  const { data, info } = await small.toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}
