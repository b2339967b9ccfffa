import type { CatalogChanges } from '@komod/domain/catalog-entry';
import { expect, test } from 'vitest';
import type { CatalogAnswer } from '#lib/platform/catalog-client.ts';
import { pieceEars } from './follow-piece.ts';

type Answer = CatalogAnswer<CatalogChanges>;

/** A catalog that answers in turn, and how often the piece was read anew. */
function listen(answers: Answer[]) {
  const asked: number[] = [];
  const state = { renewals: 0 };
  const changes = async (after: number): Promise<Answer> => {
    asked.push(after);
    return answers.shift() ?? { kind: 'unreachable' };
  };
  const ears = pieceEars('mine', { changes }, () => (state.renewals += 1));
  const settled = () => new Promise<void>((resolve) => queueMicrotask(() => setTimeout(resolve)));
  return { ears, asked, state, settled };
}

const news = (seqs: [seq: number, id: string][], head: number, more = false): Answer => ({
  kind: 'answer',
  keptAt: null,
  value: { head, more, changes: seqs.map(([seq, id]) => ({ seq, id, kind: 'updated', entry: null })) },
});

test('the first word only says where the news begins', async () => {
  const { ears, asked, state, settled } = listen([]);
  expect(ears.after()).toBe(0);
  ears.onHead(40);
  await settled();
  expect([asked, state.renewals, ears.after()]).toEqual([[], 0, 40]);
});

test('news of other pieces reads nothing anew, news of this one does', async () => {
  const { ears, asked, state, settled } = listen([news([[41, 'other']], 41), news([[42, 'mine']], 42)]);
  ears.onHead(40);
  ears.onHead(41);
  await settled();
  expect(state.renewals).toBe(0);
  ears.onHead(42);
  await settled();
  expect([asked, state.renewals]).toEqual([[40, 41], 1]);
});

test('news longer than one answer is read to its end', async () => {
  const { ears, asked, state, settled } = listen([news([[50, 'other']], 60, true), news([[60, 'mine']], 60)]);
  ears.onHead(40);
  ears.onHead(60);
  await settled();
  expect([asked, state.renewals, ears.after()]).toEqual([[40, 50], 1, 60]);
});

test('news that came while other news was read is not lost', async () => {
  const { ears, state, settled } = listen([news([[41, 'other']], 41), news([[42, 'mine']], 42)]);
  ears.onHead(40);
  ears.onHead(41);
  ears.onHead(42);
  await settled();
  expect([state.renewals, ears.after()]).toEqual([1, 42]);
});

test('a server that cannot tell the difference has the piece read anew', async () => {
  const { ears, state, settled } = listen([{ kind: 'refused', status: 410, code: 'catalog.too-old' }]);
  ears.onHead(40);
  ears.onHead(3);
  await settled();
  expect([state.renewals, ears.after()]).toEqual([1, 3]);
});

test('news that could not be read is asked for again with the next word', async () => {
  const { ears, asked, state, settled } = listen([{ kind: 'unreachable' }, news([[41, 'mine']], 42)]);
  ears.onHead(40);
  ears.onHead(41);
  await settled();
  ears.onHead(42);
  await settled();
  expect([asked, state.renewals]).toEqual([[40, 40], 1]);
});
