import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PhotoCensus } from './photo-census.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function censusOf(server: Set<string> | null) {
  const state = { server };
  const asked: string[][] = [];
  const known: string[] = [];
  const census = new PhotoCensus({
    async ask(ids) {
      asked.push([...ids]);
      return state.server && ids.filter((id) => state.server?.has(id));
    },
    async onKnown(ids) {
      known.push(...ids);
    },
  });
  return { census, asked, known, state };
}

test('all that one screen wants to know is asked together, and not before there is a session', async () => {
  const { census, asked, known } = censusOf(new Set(['a']));
  for (const id of ['a', 'b', 'a']) expect(census.placeOf(id)).toBe('unknown');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toEqual([]);
  census.askNow();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual([['a', 'b']]);
  expect(known).toEqual(['a']);
  expect(census.placeOf('b')).toBe('elsewhere');
  census.close();
});

test('what the server has not is asked for again, ever more seldom, until it has it', async () => {
  const { census, asked, known, state } = censusOf(new Set());
  census.askNow();
  census.placeOf('b');
  await vi.advanceTimersByTimeAsync(3_999);
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(7_999);
  expect(asked).toHaveLength(2);
  state.server?.add('b');
  await vi.advanceTimersByTimeAsync(1);
  expect(known).toEqual(['b']);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(asked).toHaveLength(3);
  census.close();
});

test('a server that does not answer leaves it unknown', async () => {
  const { census, asked } = censusOf(null);
  census.askNow();
  census.placeOf('a');
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toHaveLength(1);
  expect(census.placeOf('a')).toBe('unknown');
  census.close();
});
