import { pino } from 'pino';
import { expect, test } from 'vitest';
import { errorResponse } from './error-response.ts';
import { HttpFailure } from './http-failure.ts';

function answer(code: string, error: unknown) {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  const response = errorResponse({ code, error, logger });
  return { response, lines };
}

test('a refusal of a route keeps its code, status and headers', async () => {
  const failure = new HttpFailure('too-fast', 'Wait.', { headers: { 'retry-after': '7' } });
  const { response, lines } = answer('UNKNOWN', failure);
  expect(response.status).toBe(429);
  expect(response.headers.get('retry-after')).toBe('7');
  expect(await response.json()).toEqual({ error: { code: 'too-fast', message: 'Wait.' } });
  expect(lines).toEqual([]);
});

test('a bug is logged and answered without its text', async () => {
  const { response, lines } = answer('UNKNOWN', new Error('the secret thing'));
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret');
  expect(lines).toHaveLength(1);
});

test('a request of the wrong form is the sender’s, an answer of the wrong form is ours', async () => {
  const all = [{ path: ['limit'], message: 'no', value: 'what was sent' }];
  const theirs = answer('VALIDATION', { type: 'query', all });
  expect(theirs.response.status).toBe(400);
  expect(await theirs.response.json()).toMatchObject({ error: { fields: [{ field: 'limit' }] } });
  const ours = answer('VALIDATION', { type: 'response', all });
  expect(ours.response.status).toBe(500);
  expect(ours.lines.join('')).toContain('limit');
  expect(ours.lines.join('') + (await ours.response.text())).not.toContain('what was sent');
});
