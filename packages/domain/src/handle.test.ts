import { expect, test } from 'vitest';
import { handleSchema } from './handle-schema.ts';
import { foldHandle, isHandle, suggestHandles } from './handle.ts';

test('a handle is folded before it is judged', () => {
  expect(handleSchema.parse(' @Sara_K ')).toBe('sara_k');
  expect(foldHandle('@SARA')).toBe('sara');
});

test.each(['ab', 'x'.repeat(25), 'sara k', 'سارا', 'sara-k', 'admin', 'Komod', ''])(
  '%o is no handle',
  (typed) => {
    expect(handleSchema.safeParse(typed).success).toBe(false);
  },
);

test.each(['sara', 'a', 'x'.repeat(24), 'سارا', 'Sara K!'])(
  'three free handles are found near %o',
  async (typed) => {
    const taken = new Set(['sara', 'sara_closet']);
    const suggested = await suggestHandles(typed, async (handle) => taken.has(handle));
    expect(new Set(suggested).size).toBe(3);
    for (const handle of suggested) expect(isHandle(handle) && !taken.has(handle)).toBe(true);
  },
);

test('when everything is taken it ends with nothing', async () => {
  expect(await suggestHandles('sara', async () => true)).toEqual([]);
});
