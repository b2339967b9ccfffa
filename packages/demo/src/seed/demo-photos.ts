import type { PhotoRef } from '@komod/domain/piece';
import { photoIdOf, uploadPhoto } from '@komod/testkit/upload-photo';
import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { drawPhoto, type PhotoKind, type Scene } from '../art/draw-photo.ts';
import { sheet } from '../art/outline.ts';
import type { DemoAccount, DemoServer } from './demo-account.ts';

async function thumbhashOf(bytes: Uint8Array): Promise<string> {
  const small = await sharp(bytes)
    .resize({ width: 75, height: 100 })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(small.info.width, small.info.height, small.data)).toString('base64');
}

/** An earlier run was interrupted after it had sent this one. */
async function isAlreadyHere(answer: Response): Promise<boolean> {
  const body = (await answer.json().catch(() => null)) as { error?: { code?: string } } | null;
  return body?.error?.code === 'photo.already-here';
}

/** Draws a photo and brings it to the server as a phone does. */
export async function hangPhoto(
  { origin, publicOrigin }: DemoServer,
  { cookie }: DemoAccount,
  scene: Scene,
  kind: PhotoKind,
): Promise<PhotoRef> {
  const bytes = await drawPhoto(scene, kind);
  const answer = await uploadPhoto({ origin, pageOrigin: publicOrigin, cookie, bytes });
  if (!answer.ok && !(await isAlreadyHere(answer))) throw new Error(`a photo was answered ${answer.status}`);
  return { id: photoIdOf(bytes), ...sheet, thumbhash: await thumbhashOf(bytes) };
}
