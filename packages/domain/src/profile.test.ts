import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultPolicy as policy } from './policy.ts';
import { checkProfile, isContactLink } from './profile.ts';

test('good fields are kept when others are not', () => {
  expect(
    checkProfile(
      { name: ' Sara ', bio: 'x'.repeat(161), city: 7, locale: 'fa', avatar: 'me.jpg', role: 'admin' },
      policy,
    ),
  ).toEqual({
    profile: { name: 'Sara', locale: 'fa' },
    refusals: [
      { field: 'bio', code: 'too-long' },
      { field: 'avatar', code: 'not-a-photo' },
      { field: 'city', code: 'not-text' },
    ],
  });
});

test('a cleared field is no answer', () => {
  expect(checkProfile({ name: '  ', contact: '' }, policy)).toEqual({ profile: {}, refusals: [] });
});

test.each([
  'https://instagram.com/sara',
  'https://t.me/sara',
  'https://wa.me/49123',
  'mailto:sara@example.org',
])('%s may be shown to everyone', (link) => {
  expect(isContactLink(link)).toBe(true);
});

test.each([
  'javascript:alert(1)',
  'http://t.me/sara',
  'https://t.me',
  'https://t.me.evil.example/sara',
  'https://t.me@evil.example/sara',
  'https://evil.example/instagram.com',
  'mailto:sara@example.org?cc=all@example.org',
  'data:text/html,hi',
  'sara',
  '',
])('%s may not', (link) => {
  expect(isContactLink(link)).toBe(false);
});

test('no value whatever makes it throw', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      checkProfile(value, policy);
    }),
  );
});
