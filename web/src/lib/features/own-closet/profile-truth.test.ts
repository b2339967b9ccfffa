import { expect, test } from 'vitest';
import { profileTruth, type ProfileTruth, type ProfileTruthInput } from './profile-truth.ts';

const safe: ProfileTruthInput = {
  isKept: true,
  isSent: true,
  hasSession: true,
  isOnline: true,
  isRefused: false,
  portrait: null,
  isShown: null,
};

test.each<[string, Partial<ProfileTruthInput>, ProfileTruth]>([
  ['a disk that failed speaks before all', { isKept: false, isSent: false, portrait: 'refused' }, 'not-kept'],
  ['an ended session waits for a sign-in', { isSent: false, hasSession: false }, 'sign-in'],
  ['what the server does not take is said', { isSent: false, isRefused: true }, 'not-taken'],
  ['without a network it waits here', { isSent: false, isOnline: false }, 'here'],
  ['with one it is on its way', { isSent: false }, 'sending'],
  ['nothing is unsent, so an ended session is silent', { hasSession: false }, 'safe'],
  ['a portrait that cannot be read is said', { portrait: 'refused', isShown: true }, 'photo-refused'],
  ['a portrait still goes up', { portrait: 'here' }, 'photo-sending'],
  ['a portrait waits without a network', { portrait: 'here', isOnline: false }, 'photo-waiting'],
  ['a lost portrait is asked for again', { portrait: 'gone', isShown: false }, 'photo-gone'],
  ['one that is shown needs no bytes here', { portrait: 'gone', isShown: true }, 'shown'],
  ['the other device has it', { portrait: 'elsewhere', isShown: false }, 'photo-elsewhere'],
  ['until the server was asked nobody knows', { portrait: 'elsewhere' }, 'safe'],
  ['what everyone sees is said', { portrait: 'uploaded', isShown: true }, 'shown'],
])('%s', (_, change, truth) => {
  expect(profileTruth({ ...safe, ...change })).toBe(truth);
});
