import { expect, test } from 'vitest';
import { sessionLookup } from './session-lookup.ts';

const found = { sessionId: 's', userId: 'u', handle: 'sara', name: 'Sara', expiresAt: 1_000 };
const lookup = sessionLookup({ findSession: async (token) => (token === 't' ? found : null) })({});
const sessionOf = (value: string) =>
  lookup.findOne({ model: 'session', where: [{ field: 'token', value }], join: { user: true } });

test('a token is answered with its session and who has it', async () => {
  expect(await sessionOf('t')).toEqual({
    id: 's',
    token: 't',
    userId: 'u',
    expiresAt: new Date(1_000),
    user: { id: 'u', handle: 'sara', name: 'Sara' },
  });
  expect(await sessionOf('other')).toBeNull();
});

test('any other question is refused instead of answered with a session, and so is writing', async () => {
  const where = [{ field: 'userId', value: 'u' }];
  for (const asked of [
    { model: 'session', where },
    { model: 'session', where: [] },
    { model: 'session', where: [{ field: 'token', value: 't' }, ...where] },
    { model: 'user', where: [{ field: 'token', value: 't' }] },
  ])
    await expect(lookup.findOne(asked)).rejects.toThrow('reads one session');
  const token = [{ field: 'token', value: 't' }];
  expect(() => lookup.delete({ model: 'session', where: token })).toThrow('reads one session');
});
