import { accept, refuse, type Result } from '@komod/domain/refusal';
import sharp, { type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import type { PhotoFault } from './media-refusal.ts';
import { sniffLength, sniffPhoto } from './photo-sniff.ts';

/** Widths in pixels that pages ask for. */
export const variantWidths = [320, 640, 1280] as const;

export const openGraphWidth = 1200;
/** Link previews are dropped above about 300 KB by some messengers. */
export const openGraphMaxBytes = 300_000;

export interface PhotoFacts {
  /** Upright pixels of the master. */
  width: number;
  height: number;
  /** Base64. */
  thumbhash: string;
}

export interface PhotoVariants {
  facts: PhotoFacts;
  /** File name → bytes; none carries metadata. */
  files: ReadonlyMap<string, Uint8Array>;
}

interface Pixels {
  data: Buffer;
  raw: { width: number; height: number; channels: 1 | 2 | 3 | 4 };
}

/**
 * Everything that pages show, made from a master's file. The header is read before any pixel, so a picture
 * of absurd size costs nothing. Throws only for faults of this machine (disk, memory), never for the bytes.
 */
export async function makeVariants(
  masterPath: string,
  maxPixels: number,
): Promise<Result<PhotoVariants, PhotoFault>> {
  const photo = await open(masterPath, maxPixels);
  if (!photo.ok) return photo;
  const { facts, pixels } = photo.value;
  const files = new Map<string, Uint8Array>();
  for (const width of variantWidths) {
    files.set(`${width}.webp`, await scaled(pixels, width).webp({ quality: 80, effort: 3 }).toBuffer());
  }
  files.set('og.jpg', await openGraphJpeg(pixels));
  return accept({ facts, files });
}

/** What is known of a master whose variants exist already. */
export async function readPhotoFacts(
  masterPath: string,
  maxPixels: number,
): Promise<Result<PhotoFacts, PhotoFault>> {
  const photo = await open(masterPath, maxPixels);
  return photo.ok ? accept(photo.value.facts) : photo;
}

async function open(
  masterPath: string,
  maxPixels: number,
): Promise<Result<{ facts: PhotoFacts; pixels: Pixels }, PhotoFault>> {
  const size = await readSize(masterPath, maxPixels);
  if (!size.ok) return size;
  const pixels = await decode(masterPath, maxPixels);
  if (pixels === null) return refuse('photo.unreadable');
  return accept({ facts: { ...size.value, thumbhash: await thumbhash(pixels) }, pixels });
}

async function readSize(
  masterPath: string,
  maxPixels: number,
): Promise<Result<{ width: number; height: number }, PhotoFault>> {
  const head = new Uint8Array(await Bun.file(masterPath).slice(0, sniffLength).arrayBuffer());
  if (sniffPhoto(head) === null) return refuse('photo.not-an-image');
  try {
    const header = await sharp(masterPath, { limitInputPixels: false }).metadata();
    if (header.width * header.height > maxPixels) return refuse('photo.too-large');
    return accept({ width: header.autoOrient.width, height: header.autoOrient.height });
  } catch {
    return refuse('photo.unreadable');
  }
}

// Decoded once, upright, in sRGB and without transparency; every variant starts from these pixels.
async function decode(masterPath: string, maxPixels: number): Promise<Pixels | null> {
  const largest = Math.max(...variantWidths);
  try {
    const { data, info } = await sharp(masterPath, { limitInputPixels: maxPixels, failOn: 'error' })
      .autoOrient()
      .resize({ width: largest, height: largest * 2, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { data, raw: { width: info.width, height: info.height, channels: info.channels } };
  } catch {
    return null;
  }
}

function scaled({ data, raw }: Pixels, width: number): Sharp {
  return sharp(data, { raw }).resize({ width, withoutEnlargement: true });
}

async function thumbhash({ data, raw }: Pixels): Promise<string> {
  const small = await sharp(data, { raw })
    .resize({ width: 100, height: 100, fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(small.info.width, small.info.height, small.data)).toString('base64');
}

async function openGraphJpeg(pixels: Pixels): Promise<Uint8Array> {
  for (const width of [openGraphWidth, 900, 600]) {
    for (const quality of [82, 72, 62, 52, 42]) {
      const bytes = await scaled(pixels, width).jpeg({ quality, mozjpeg: false }).toBuffer();
      if (bytes.length < openGraphMaxBytes) return bytes;
    }
  }
  return scaled(pixels, 400).jpeg({ quality: 40 }).toBuffer();
}
