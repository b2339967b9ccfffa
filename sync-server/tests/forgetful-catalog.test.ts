import type { CatalogChanges } from '@komod/domain/catalog-entry';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';
import { openStockSeller, readJson, type StockSeller } from './stock-seller.ts';

let server: TestServer;
let seller: StockSeller;

beforeAll(async () => {
  server = await startServer({ limits: { catalog: { forgetEveryMs: 20 } } });
  seller = await openStockSeller(server);
  for (const id of ['a', 'b', 'c']) {
    seller.wish(id, { want: 'listed', base: null, at: 1, piece: await seller.makePiece(1) });
    await seller.mark(id, ({ state }) => state === 'live');
  }
});
afterAll(async () => {
  seller.close();
  await server.close();
});

const changesAfter = (seq: number) => readJson<CatalogChanges>(server, `/api/catalog/changes?after=${seq}`);

test('changes of more than thirty days are forgotten, and whoever knows less begins anew', async () => {
  const day = 86_400_000;
  const { body: before } = await changesAfter(0);
  expect(before.changes.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  const age = async (seq: number, days: number) =>
    void (await server.database.sql(
      `update catalog_log set at = ${Date.now() - days * day} where seq = ${seq}`,
    ));
  await age(2, 29);
  await age(1, 31);
  await waitUntil('the first change to be forgotten', async () => (await changesAfter(0)).status === 410);
  expect((await changesAfter(0)).body).toMatchObject({ error: { code: 'catalog.too-old' } });
  // Whoever knew the last of the forgotten ones has missed none.
  expect((await changesAfter(1)).body.changes.map(({ seq }) => seq)).toEqual([2, 3]);
  const { body } = await readJson<{ entries: { id: string }[] }>(server, '/api/catalog');
  expect(body.entries.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});
