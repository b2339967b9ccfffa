import { expect, test } from 'vitest';
import { loggedError } from './logger.ts';

const thrownBy = (run: () => unknown): Error => {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
};

test.each([
  ['JSON', () => JSON.parse('sara@example.com wrote')],
  ['JSON with words', () => JSON.parse('{"a": linen}')],
  ['an address', () => new URL('linen blazer')],
  [
    'quotes that never end',
    () => {
      throw new Error('unexpected "linen blazer');
    },
  ],
  [
    'an e-mail',
    () => {
      throw new Error('no account for sara@example.com here');
    },
  ],
])('what somebody sent is not in the log of an error about %s', (_what, run) => {
  const error = thrownBy(run);
  Object.assign(error, { input: 'linen', request: { url: 'linen' } });
  const text = JSON.stringify(loggedError(error));
  expect(text).not.toMatch(/linen|sara/);
  expect(text).toContain('logger.test.ts');
});

test('an error of the machine keeps its words, and so does its cause', async () => {
  const missing = await Bun.file('/not/here')
    .text()
    .catch((error: unknown) => error);
  expect(loggedError(new Error('no photo', { cause: missing }))).toMatchObject({
    type: 'Error',
    message: 'no photo',
    cause: { code: 'ENOENT', message: expect.stringContaining('/not/here') },
  });
});
