import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { contactKinds, contactLink, contactWords, guessContactKind, isContactLink } from './contact.ts';

test.each([
  ['instagram', '@Sara.closet', 'https://instagram.com/Sara.closet'],
  ['instagram', 'sara_closet', 'https://instagram.com/sara_closet'],
  ['instagram', 'https://www.instagram.com/sara/?hl=fa', 'https://instagram.com/sara'],
  ['instagram', 'instagram.com/sara', 'https://instagram.com/sara'],
  ['telegram', ' @sara_closet ', 'https://t.me/sara_closet'],
  ['telegram', 't.me/sara_closet', 'https://t.me/sara_closet'],
  ['whatsapp', '+98 912 345-6789', 'https://wa.me/989123456789'],
  ['whatsapp', '0049 (170) 1234567', 'https://wa.me/491701234567'],
  ['whatsapp', '+۹۸۹۱۲۳۴۵۶۷۸۹', 'https://wa.me/989123456789'],
  ['whatsapp', 'https://wa.me/989123456789', 'https://wa.me/989123456789'],
  ['email', 'sara@example.org', 'mailto:sara@example.org'],
  ['email', 'mailto:sara@example.org', 'mailto:sara@example.org'],
] as const)('%s: %s becomes %s', (kind, typed, link) => {
  expect(contactLink(kind, typed)).toEqual({ ok: true, value: link });
});

test.each([
  ['instagram', 'sara closet', 'not-a-name'],
  ['instagram', 'https://t.me/sara', 'elsewhere'],
  ['instagram', 'https://evil.example/sara', 'elsewhere'],
  ['telegram', 'sa', 'not-a-name'],
  ['telegram', 'javascript:alert(1)', 'not-a-name'],
  ['whatsapp', '0912 345 6789', 'country-missing'],
  ['whatsapp', '12345', 'not-a-phone'],
  ['whatsapp', 'call me', 'not-a-phone'],
  ['email', 'sara@example', 'not-an-email'],
  ['email', 'sara@example.org?cc=all@example.org', 'not-an-email'],
] as const)('%s: %s is refused as %s', (kind, typed, code) => {
  expect(contactLink(kind, typed)).toEqual({ ok: false, refusal: code });
});

test('a text that can only be one of them says which', () => {
  const guesses = [
    'https://t.me/x',
    'sara@example.org',
    '+98 912 345 6789',
    'sara',
    'https://evil.example/x',
  ];
  expect(guesses.map(guessContactKind)).toEqual(['telegram', 'email', 'whatsapp', null, null]);
});

test('a link reads as its owner would type it, and becomes itself again', () => {
  for (const link of [
    'https://instagram.com/sara',
    'https://t.me/sara_closet',
    'https://wa.me/989123456789',
    'mailto:sara@example.org',
  ]) {
    const words = contactWords(link)!;
    expect(contactLink(words.kind, words.text)).toEqual({ ok: true, value: link });
  }
  expect(contactWords('https://evil.example/sara')).toBeNull();
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

test('whatever is typed, only a safe link comes out', () => {
  fc.assert(
    fc.property(fc.constantFrom(...contactKinds), fc.string(), (kind, typed) => {
      const made = contactLink(kind, typed);
      expect(made.ok ? isContactLink(made.value) : true).toBe(true);
    }),
  );
});
