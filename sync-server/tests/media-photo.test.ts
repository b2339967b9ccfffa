import { makeJpeg, isUpright } from '@komod/testkit/photo-factory';
import { photoIdOf, uploadPhoto } from '@komod/testkit/upload-photo';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropDataFolder, startMediaServer, type MediaServer } from './media-server.ts';

let server: MediaServer;
beforeAll(async () => {
  server = await startMediaServer();
});
afterAll(async () => {
  await server.stop();
  await dropDataFolder(server.dataFolder);
});

async function uploaded(bytes: Uint8Array, filetype = 'image/jpeg'): Promise<string> {
  const answer = await uploadPhoto({ origin: server.origin, cookie: 'user=sara', bytes, filetype });
  expect(answer.status).toBe(204);
  return `${server.origin}/media/${photoIdOf(bytes)}`;
}

async function bytesOf(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

test('variants of a phone photo stand upright and say nothing of camera or place', async () => {
  const gps = { latitude: 35.6892, longitude: 51.389 };
  const photo = await makeJpeg({ seed: 11, width: 1536, height: 2048, orientation: 6, gps });
  const url = await uploaded(photo);
  for (const width of [320, 640, 1280]) {
    const bytes = await bytesOf(`${url}/${width}`);
    const found = await sharp(bytes).metadata();
    expect(found).toMatchObject({ format: 'webp', width });
    expect(Math.abs((found.height ?? 0) - (width * 4) / 3)).toBeLessThanOrEqual(1);
    expect([found.exif, found.xmp, found.iptc, found.icc, found.orientation]).toEqual(
      Array(5).fill(undefined),
    );
    expect(Buffer.from(bytes).includes('Komod')).toBe(false);
    expect(await isUpright(bytes)).toBe(true);
  }
  expect(server.rowOf(photoIdOf(photo))).toMatchObject({ width: 1536, height: 2048 });
});

test('the link preview is an upright JPEG below 300 KB, however busy the picture', async () => {
  const side = { width: 1600, height: 2000 };
  const noise = Buffer.allocUnsafe(side.width * side.height * 3);
  for (let at = 0; at < noise.length; at += 65_536) {
    crypto.getRandomValues(noise.subarray(at, Math.min(at + 65_536, noise.length)));
  }
  const busy = await sharp(noise, { raw: { ...side, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
  const plain = await makeJpeg({ seed: 12, width: 1536, height: 2048, orientation: 8 });
  for (const photo of [new Uint8Array(busy), plain]) {
    const bytes = await bytesOf(`${await uploaded(photo)}/og`);
    expect(bytes.length).toBeLessThan(300_000);
    const found = await sharp(bytes).metadata();
    expect([found.format, found.exif]).toEqual(['jpeg', undefined]);
  }
  const preview = await bytesOf(`${server.origin}/media/${photoIdOf(plain)}/og`);
  expect((await sharp(preview).metadata()).width).toBe(1200);
  expect(await isUpright(preview)).toBe(true);
});

test('a small picture is never blown up', async () => {
  const bytes = await bytesOf(
    `${await uploaded(await makeJpeg({ seed: 13, width: 300, height: 400 }))}/1280`,
  );
  expect((await sharp(bytes).metadata()).width).toBe(300);
});

test('a wide colour space becomes sRGB, transparency becomes white, grey stays grey', async () => {
  const red = { r: 200, g: 40, b: 40 };
  const canvas = { width: 200, height: 260, channels: 3 as const, background: red };
  const wide = await sharp({ create: canvas }).withIccProfile('p3').jpeg({ quality: 95 }).toBuffer();
  expect((await sharp(wide).metadata()).icc).toBeDefined();
  const seen = await pixelOf(await bytesOf(`${await uploaded(new Uint8Array(wide))}/320`));
  expect(Math.abs((seen[0] ?? 0) - red.r) + Math.abs((seen[1] ?? 0) - red.g)).toBeLessThan(16);

  const clear = { width: 200, height: 260, channels: 4 as const, background: { r: 0, g: 0, b: 0, alpha: 0 } };
  const png = new Uint8Array(await sharp({ create: clear }).png().toBuffer());
  expect(await pixelOf(await bytesOf(`${await uploaded(png, 'image/png')}/320`))).toEqual([255, 255, 255]);

  const grey = await sharp({ create: { ...canvas, background: '#7f7f7f' } })
    .greyscale()
    .jpeg()
    .toBuffer();
  const [r = 0, g = 0, b = 0] = await pixelOf(await bytesOf(`${await uploaded(new Uint8Array(grey))}/320`));
  expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(4);
});

test('variants are kept for ever by whoever fetched them, and not sent twice', async () => {
  const url = `${await uploaded(await makeJpeg({ seed: 14, width: 300, height: 400 }))}/640`;
  const first = await fetch(url);
  expect(first.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(first.headers.get('content-type')).toBe('image/webp');
  expect(first.headers.get('x-content-type-options')).toBe('nosniff');
  const tag = first.headers.get('etag') ?? '';
  expect((await fetch(url, { headers: { 'if-none-match': tag } })).status).toBe(304);
});

test('the master is given to its owner alone, byte for byte', async () => {
  const photo = await makeJpeg({ seed: 15, width: 300, height: 400, orientation: 6 });
  const url = `${await uploaded(photo)}/master`;
  const own = await fetch(url, { headers: { cookie: 'user=sara' } });
  expect(new Uint8Array(await own.arrayBuffer())).toEqual(photo);
  expect(own.headers.get('content-type')).toBe('image/jpeg');
  expect(own.headers.get('cache-control')).toBe('private, no-store');
  expect((await fetch(url)).status).toBe(401);
  expect((await fetch(url, { headers: { cookie: 'user=mina' } })).status).toBe(404);
});

test('only known variants of well-formed ids are looked for', async () => {
  const id = photoIdOf(await makeJpeg({ seed: 14, width: 300, height: 400 }));
  for (const path of [
    `${id}/641`,
    `${id}/master.jpg`,
    `${id}/..%2Fmaster`,
    'abc/640',
    `${'Z'.repeat(64)}/640`,
  ]) {
    const answer = await fetch(`${server.origin}/media/${path}`);
    expect(answer.status, path).toBe(404);
    expect(await answer.json(), path).toMatchObject({ error: { code: 'photo.not-found' } });
  }
});

async function pixelOf(bytes: Uint8Array): Promise<number[]> {
  const pixels = await sharp(bytes)
    .toColourspace('srgb')
    .removeAlpha()
    .resize(1, 1, { fit: 'fill' })
    .raw()
    .toBuffer();
  return [...pixels];
}
