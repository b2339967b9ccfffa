import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultPolicy as policy } from './policy.ts';
import { checkProfile } from './profile.ts';

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

test('no value whatever makes it throw', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      checkProfile(value, policy);
    }),
  );
});
