import { connectDurableClient } from '@komod/testkit/durable-client';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';
import { openStockSeller, readCatalog } from './stock-seller.ts';
import { dumpTables } from './test-database.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ limits: { projector: { attempts: 1_000, backoffMs: 5 } } });
});
afterAll(() => server.close());

/** From now on nothing of this document can be read. Gives how often it was tried, and what mends it. */
function breakReads(document: string) {
  const { log } = server.store;
  const { load, summary } = log;
  let tries = 0;
  const failing =
    <Answer>(read: (name: string) => Promise<Answer>) =>
    async (name: string): Promise<Answer> => {
      if (name !== document) return read.call(log, name);
      tries += 1;
      throw new Error('disk read error');
    };
  log.load = failing(load);
  log.summary = failing(summary);
  return { tries: () => tries, mend: () => Object.assign(log, { load, summary }) };
}

test('a closet that cannot be read is not taken for an empty one: nothing is told, written or taken off the feed', async () => {
  const seller = await openStockSeller(server);
  const { cookie, userId } = seller.account;
  seller.wish('coat', { want: 'listed', base: null, at: 1, piece: await seller.makePiece(1) });
  await seller.mark('coat', ({ state }) => state === 'live');
  await waitUntil('nothing to be due', async () => (await server.store.nextDueAt()) === null);
  seller.close();
  await server.restart();
  const document = `closet/${userId}`;
  const reads = breakReads(document);
  const leftOut = ['projection_due', 'lease'];
  const before = await dumpTables(server.database, leftOut);

  await server.store.markDue(document, 'test', Date.now());
  const device = connectDurableClient({ origin: server.origin, cookie, document });
  device.doc.getMap('listings').set('mine', 1);
  await waitUntil('the device to be sent away', () => device.closeCode() !== null);
  expect([device.closeCode(), device.acked()]).toEqual([4503, 0]);
  expect([...device.doc.getMap('listings').keys()]).toEqual(['mine']);
  await waitUntil('the projector to have tried often', () => reads.tries() > 10);
  expect((await readCatalog(server)).entries.map(({ id }) => id)).toEqual(['coat']);
  expect(await dumpTables(server.database, leftOut)).toEqual(before);

  reads.mend();
  await waitUntil('nothing to be due', async () => (await server.store.nextDueAt()) === null);
  expect((await readCatalog(server)).entries.map(({ id }) => id)).toEqual(['coat']);
  const back = connectDurableClient({ origin: server.origin, cookie, document });
  await back.whenOpen();
  await waitUntil('it is all there', () => back.doc.getMap('listings').has('coat'));
  back.close();
});
