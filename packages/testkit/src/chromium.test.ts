import { expect, test } from 'vitest';
import { findChromium, missingChromium } from './chromium.ts';

test('the Chromium that is named is the only one looked at', () => {
  const env = { KOMOD_CHROMIUM: '/nowhere' };
  expect(findChromium(env)).toBe('/nowhere');
  expect(missingChromium(env)).toMatch(/^Chromium is missing: .*\/nowhere[^\n]*\.$/);
  expect(missingChromium({ KOMOD_CHROMIUM: process.execPath })).toBeNull();
});
