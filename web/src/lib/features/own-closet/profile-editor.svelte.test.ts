import { readProfile, setProfileField } from '@komod/documents/account';
import type { Profile } from '@komod/domain/profile';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { ProfileEditor } from './profile-editor.svelte.ts';

/** The account document itself, without a device around it. */
function openProfile(profile: Profile = {}) {
  const doc = new Y.Doc();
  for (const [field, value] of Object.entries(profile)) setProfileField(doc, field as 'name', value);
  const account = {
    get profile() {
      return readProfile(doc);
    },
    editProfile: <F extends keyof Profile>(field: F, value: Profile[F] | undefined) =>
      setProfileField(doc, field, value),
  };
  return { editor: new ProfileEditor(account, () => 'Sara from the sign-up'), kept: () => readProfile(doc) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('words are kept once the hand rests, not letter by letter', () => {
  const { editor, kept } = openProfile();
  editor.type('bio', 'Li');
  editor.type('bio', 'Linen and wool. ');
  expect([kept(), editor.text('bio')]).toEqual([{}, 'Linen and wool. ']);
  vi.advanceTimersByTime(1000);
  expect(kept()).toEqual({ bio: 'Linen and wool.' });
  editor.leave('bio');
  expect(editor.text('bio')).toBe('Linen and wool.');
});

test('leaving the screen keeps what was typed last', () => {
  const { editor, kept } = openProfile({ city: 'Shiraz' });
  editor.type('city', 'Isfahan');
  editor.close();
  expect(kept()).toEqual({ city: 'Isfahan' });
});

test('a name is never empty: the one before stays, and its field says so', () => {
  const { editor, kept } = openProfile({ name: 'Sara' });
  editor.type('name', ' ');
  vi.advanceTimersByTime(1000);
  expect(editor.error('name')).toBeNull();
  editor.leave('name');
  expect([kept(), editor.error('name'), editor.text('name')]).toEqual([
    { name: 'Sara' },
    'name-missing',
    ' ',
  ]);
  editor.type('name', 'Sara A');
  expect(editor.error('name')).toBeNull();
});

test('before a name is written, the one of the sign-up stands there', () => {
  const { editor, kept } = openProfile();
  expect(editor.text('name')).toBe('Sara from the sign-up');
  editor.leave('name');
  expect(kept()).toEqual({});
});

test('a contact that leads nowhere safe is not kept, and an emptied one is taken away', () => {
  const { editor, kept } = openProfile({ contact: 'https://t.me/sara_closet' });
  expect([editor.kind, editor.text('contact')]).toEqual(['telegram', '@sara_closet']);
  editor.type('contact', 'https://evil.example/sara');
  editor.leave('contact');
  expect([kept().contact, editor.error('contact')]).toEqual(['https://t.me/sara_closet', 'elsewhere']);
  editor.type('contact', 'sara@example.org');
  editor.leave('contact');
  expect([editor.kind, kept().contact]).toEqual(['email', 'mailto:sara@example.org']);
  editor.type('contact', '');
  editor.leave('contact');
  expect(kept()).toEqual({});
});

test('a cleared field is taken away', () => {
  const { editor, kept } = openProfile({ bio: 'Linen.', city: 'Shiraz' });
  editor.type('bio', '');
  editor.leave('bio');
  expect(kept()).toEqual({ city: 'Shiraz' });
});
