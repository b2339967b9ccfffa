import sharp, { type Sharp } from 'sharp';
import { seededRandom } from './seeded-random.ts';

/** EXIF orientation: how the stored pixels must be turned to stand upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface JpegScene {
  /** The same seed gives the same bytes; another seed another picture. */
  seed: number;
  /** Pixels as a person sees the picture, upright. */
  width?: number;
  height?: number;
  /** 6 is a phone held upright. */
  orientation?: Orientation;
  /** Decimal degrees, written into the GPS directory of the EXIF block. */
  gps?: { latitude: number; longitude: number };
  quality?: number;
}

const sky = { r: 40, g: 90, b: 220 };
const floor = { r: 210, g: 50, b: 40 };
const markAtLeft = { r: 30, g: 160, b: 60 };

// How upright pixels are laid down so that the orientation turns them back.
const layDown: Record<Orientation, (image: Sharp) => Sharp> = {
  1: (image) => image,
  2: (image) => image.flop(),
  3: (image) => image.rotate(180),
  4: (image) => image.flip(),
  5: (image) => image.rotate(270).flop(),
  6: (image) => image.rotate(270),
  7: (image) => image.rotate(90).flop(),
  8: (image) => image.rotate(90),
};

/**
 * A JPEG as a phone makes it: blue at the top, red at the bottom, a green mark at the left, grain over all,
 * with a camera's EXIF. `isUpright` tells whether a picture made from it still stands as taken.
 */
export async function makeJpeg(scene: JpegScene): Promise<Uint8Array> {
  const { seed, width = 1200, height = 1600, orientation = 1, gps, quality = 90 } = scene;
  const band = Math.round(height / 4);
  const upright = await sharp({ create: { width, height, channels: 3, background: ground(seed) } })
    .composite([
      { input: plain(width, band, sky), left: 0, top: 0 },
      { input: plain(width, band, floor), left: 0, top: height - band },
      {
        input: plain(Math.round(width / 6), Math.round(height / 6), markAtLeft),
        left: 0,
        top: Math.round(height * 0.4),
      },
      { input: await grain(seed), tile: true, blend: 'soft-light' },
    ])
    .png({ compressionLevel: 0 })
    .toBuffer();
  const bytes = await layDown[orientation](sharp(upright))
    .withExif({
      IFD0: {
        Make: 'Komod',
        Model: 'Pocket camera',
        ImageDescription: `scene ${seed}`,
      },
      ...(gps && { IFD3: gpsDirectory(gps) }),
    })
    .withMetadata({ orientation })
    .jpeg({ quality })
    .toBuffer();
  return new Uint8Array(bytes);
}

/** Whether a picture made from `makeJpeg` stands as taken: not turned, not mirrored. */
export async function isUpright(bytes: Uint8Array): Promise<boolean> {
  const side = 24;
  // Orientation is not applied here on purpose: the pixels themselves must stand.
  const pixels = await sharp(bytes).resize(side, side, { fit: 'fill' }).removeAlpha().raw().toBuffer();
  const at = (x: number, y: number) => {
    const start = (y * side + x) * 3;
    return { r: pixels[start] ?? 0, g: pixels[start + 1] ?? 0, b: pixels[start + 2] ?? 0 };
  };
  return (
    strongest(at(side / 2, 2)) === 'b' &&
    strongest(at(side / 2, side - 3)) === 'r' &&
    strongest(at(1, 11)) === 'g'
  );
}

function strongest(colour: { r: number; g: number; b: number }): 'r' | 'g' | 'b' {
  if (colour.r > colour.g && colour.r > colour.b) return 'r';
  return colour.g > colour.b ? 'g' : 'b';
}

function plain(width: number, height: number, background: { r: number; g: number; b: number }) {
  return { create: { width, height, channels: 3 as const, background } };
}

function ground(seed: number): { r: number; g: number; b: number } {
  const random = seededRandom(seed).next;
  const tone = () => 150 + Math.floor(random() * 80);
  return { r: tone(), g: tone(), b: tone() };
}

async function grain(seed: number): Promise<Buffer> {
  const side = 128;
  const random = seededRandom(seed ^ 0x5bd1e995).next;
  const pixels = new Uint8Array(side * side * 3);
  for (let index = 0; index < pixels.length; index += 1) pixels[index] = 96 + Math.floor(random() * 64);
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

function gpsDirectory({ latitude, longitude }: { latitude: number; longitude: number }) {
  return {
    GPSLatitudeRef: latitude < 0 ? 'S' : 'N',
    GPSLatitude: degrees(latitude),
    GPSLongitudeRef: longitude < 0 ? 'W' : 'E',
    GPSLongitude: degrees(longitude),
  };
}

function degrees(value: number): string {
  const whole = Math.abs(value);
  const minutes = (whole % 1) * 60;
  return `${Math.floor(whole)}/1 ${Math.floor(minutes)}/1 ${Math.round((minutes % 1) * 6000)}/100`;
}
