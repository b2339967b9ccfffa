import { defaultPolicy } from '@komod/domain/policy';
import type { PhotoRef } from '@komod/domain/piece';
import { accept, refuse, type Result } from '@komod/domain/refusal';
import { rgbaToThumbHash } from 'thumbhash';
import { sourceMaxBytes } from './pick-photos.ts';

export interface PreparedPhoto {
  ref: PhotoRef;
  /** JPEG without metadata; the bytes whose hash is the photo's id. */
  master: Blob;
  /** A small JPEG for cards and tiles. */
  preview: Blob;
}

/** `unreadable`: this browser cannot decode it, such as HEIC. `too-large`: in bytes or in pixels. */
export type PhotoRefusal = 'unreadable' | 'too-large';

type Canvas = OffscreenCanvas | HTMLCanvasElement;

const masterQuality = 0.86;
export const previewLongestEdge = 800;
export const previewQuality = 0.8;
const thumbhashLongestEdge = 100;

/**
 * Decodes, turns upright, scales down (never up) and encodes anew, which drops all metadata.
 *
 * @param countPixels width × height before decoding; `null` when that cannot be told.
 */
export async function makePhoto(
  file: Blob,
  countPixels: (file: Blob) => Promise<number | null>,
): Promise<Result<PreparedPhoto, PhotoRefusal>> {
  if (file.size > sourceMaxBytes) return refuse('too-large');
  // A few bytes can ask a decoder for gigabytes. A head that tells nothing is the decoder's to judge.
  if (((await countPixels(file)) ?? 0) > defaultPolicy.photoMaxPixels) return refuse('too-large');
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (bitmap === null) return refuse('unreadable');
  try {
    const picture = scaledDown(bitmap, defaultPolicy.masterLongestEdge);
    const master = await encode(picture, masterQuality);
    const ref: PhotoRef = {
      id: await sha256(master),
      width: picture.width,
      height: picture.height,
      thumbhash: thumbhashOf(picture),
    };
    return accept({
      ref,
      master,
      preview: await encode(scaledDown(picture, previewLongestEdge), previewQuality),
    });
  } finally {
    bitmap.close();
  }
}

export function scaledDown(source: ImageBitmap | Canvas, longestEdge: number): Canvas {
  const scale = Math.min(1, longestEdge / Math.max(source.width, source.height));
  const width = Math.max(1, Math.round(source.width * scale));
  const height = Math.max(1, Math.round(source.height * scale));
  let drawn: ImageBitmap | Canvas = source;
  // Halving keeps fine weaves from turning into moiré where a browser smooths badly.
  while (drawn.width > width * 2) {
    drawn = draw(drawn, Math.ceil(drawn.width / 2), Math.ceil(drawn.height / 2));
  }
  return draw(drawn, width, height);
}

function draw(source: ImageBitmap | Canvas, width: number, height: number): Canvas {
  const canvas = newCanvas(width, height);
  const context = contextOf(canvas);
  // JPEG knows no transparency; without a ground it would turn black.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return canvas;
}

function newCanvas(width: number, height: number): Canvas {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement('canvas'), { width, height });
}

function contextOf(canvas: Canvas): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d') as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D
    | null;
  if (context === null) throw new Error('this browser gives no canvas to draw on');
  return context;
}

export async function encode(canvas: Canvas, quality: number): Promise<Blob> {
  const type = 'image/jpeg';
  if ('convertToBlob' in canvas) return canvas.convertToBlob({ type, quality });
  return new Promise((resolve, reject) => {
    const done = (blob: Blob | null) =>
      blob ? resolve(blob) : reject(new Error('the canvas gave no bytes'));
    canvas.toBlob(done, type, quality);
  });
}

function thumbhashOf(picture: Canvas): string {
  const small = scaledDown(picture, thumbhashLongestEdge);
  const { data } = contextOf(small).getImageData(0, 0, small.width, small.height);
  return btoa(String.fromCharCode(...rgbaToThumbHash(small.width, small.height, data)));
}

async function sha256(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
