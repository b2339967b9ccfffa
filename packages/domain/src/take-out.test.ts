import { expect, test } from 'vitest';
import { readTakeOutManifest, takeOutFormat, takeOutLimits, takeOutVersion } from './take-out.ts';

const hash = 'a'.repeat(64);
const part = { bytes: 10, sha256: hash };
const manifest = {
  format: takeOutFormat,
  version: takeOutVersion,
  madeAt: 1_790_000_000_000,
  handle: 'sara',
  closet: part,
  account: part,
  photos: [{ id: hash, bytes: 20 }],
  absent: ['b'.repeat(64)],
};

test('a manifest of ours is read, and what a later writer adds to it is no harm', () => {
  expect(readTakeOutManifest({ ...manifest, wardrobe: 'oak' })).toEqual({ ok: true, value: manifest });
  expect(readTakeOutManifest({ ...manifest, handle: null }).ok).toBe(true);
});

test.each([
  ['not-ours', null],
  ['not-ours', [manifest]],
  ['not-ours', { ...manifest, format: 'zip' }],
  ['newer', { ...manifest, version: takeOutVersion + 1, photos: 'elsewhere now' }],
  ['broken', { ...manifest, version: '1' }],
  ['broken', { ...manifest, version: 0 }],
  ['broken', { ...manifest, madeAt: -1 }],
  ['broken', { ...manifest, handle: 7 }],
  ['broken', { ...manifest, closet: { bytes: 10 } }],
  ['broken', { ...manifest, account: { bytes: 0.5, sha256: hash } }],
  ['broken', { ...manifest, photos: [{ id: '../komod', bytes: 1 }] }],
  ['broken', { ...manifest, absent: [hash, 'x'] }],
  ['too-large', { ...manifest, closet: { bytes: takeOutLimits.dataMaxBytes + 1, sha256: hash } }],
])('%s: a manifest that is something else (%#)', (refusal, value) => {
  expect(readTakeOutManifest(value)).toEqual({ ok: false, refusal });
});
