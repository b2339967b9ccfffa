import sharp from 'sharp';
import { expect, test } from 'vitest';
import { countPixels } from './count-pixels.ts';

const plain = sharp({ create: { width: 300, height: 400, channels: 3, background: '#c0ffee' } });

test.each(['jpeg', 'png', 'webp', 'gif'] as const)('pixels of a %s are told by its head', async (format) => {
  const bytes = await plain.clone().toFormat(format).toBuffer();
  expect(await countPixels(new Blob([new Uint8Array(bytes)]))).toBe(120_000);
});

test('the size is found behind all that a camera writes before it', async () => {
  const bytes = await plain.clone().jpeg().toBuffer();
  const segment = Buffer.alloc(65_535 + 2);
  segment.set([0xff, 0xe2, 0xff, 0xff]);
  const camera = Buffer.concat([bytes.subarray(0, 2), ...Array(8).fill(segment), bytes.subarray(2)]);
  expect(await countPixels(new Blob([new Uint8Array(camera)]))).toBe(120_000);
});

test.each(['', 'PK\u0003\u0004 a zip', '\u0089PNG', '\u00ff\u00d8'])('%j tells none', async (text) => {
  expect(await countPixels(new Blob([new Uint8Array(Buffer.from(text, 'latin1'))]))).toBeNull();
});
