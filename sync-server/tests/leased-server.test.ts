import { connectDurableClient } from '@komod/testkit/durable-client';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';
import { openStockSeller } from './stock-seller.ts';

let server: TestServer;
beforeEach(async () => {
  // So short that it may be over before a busy machine renews it: then it is taken again.
  server = await startServer({ limits: { lease: { ttlMs: 300 } } });
});
afterEach(() => server.close());

const far = 9_000_000_000_000;
const leases = () =>
  server.database.sql<{ name: string; holder: string; fence: number; expires_at: number }>(
    'select name, holder, fence, expires_at from lease',
  );
const fence = async () => (await leases())[0]!.fence;
/** Somebody else takes it until the end of days. Gives the fence under which nobody may write any more. */
async function takeAway(): Promise<number> {
  await server.database.sql(`update lease set holder = 'other', fence = fence + 1, expires_at = ${far}`);
  return (await fence()) - 1;
}

async function figures(): Promise<(name: string) => number> {
  const lines = (await (await fetch(`${server.origin}/metrics`)).text()).split('\n');
  return (name) => Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1]);
}

test('[N8] a server that ends hands its lease back, and the next start takes it', async () => {
  expect(await leases()).toMatchObject([{ name: 'projector' }]);
  let handedBack = 0;
  await server.restart(async () => {
    expect(await leases()).toMatchObject([{ name: 'projector', expires_at: 0 }]);
    handedBack = await fence();
  });
  expect(await fence()).toBeGreaterThan(handedBack);
});

test('[N8] a start that has the database waits for no predecessor that died, whatever its lease says', async () => {
  await server.restart(async () => void (await takeAway()));
  const seller = await openStockSeller(server);
  seller.wish('first', { want: 'listed', base: null, at: 1, piece: await seller.makePiece(1) });
  await seller.mark('first', ({ state }) => state === 'live');
  const [lease] = await leases();
  expect(lease?.holder).not.toBe('other');
  expect(lease?.expires_at).toBeLessThan(far);
  seller.close();
});

test('[N7] a server that lost its lease takes frames and publishes nothing, until it has it again', async () => {
  const seller = await openStockSeller(server);
  const { userId, cookie } = seller.account;
  const piece = await seller.makePiece(2);
  await waitUntil('nothing to be due', async () => (await server.store.nextDueAt()) === null);
  const old = await takeAway();
  seller.wish('late', { want: 'listed', base: null, at: 1, piece });
  const device = connectDurableClient({ origin: server.origin, cookie, document: `closet/${userId}` });
  await device.whenOpen();
  device.doc.getMap('listings').set('draft', 1);
  await device.whenAcked();
  await waitUntil('it to know', async () => (await figures())('komod_lease_held') === 0);
  const lost = await figures();
  expect(lost('komod_lease_fence')).toBe(old);
  expect(lost('komod_lease_losses')).toBeGreaterThan(0);
  expect(await server.store.catalogHead()).toBe(0);
  expect(seller.shelf.doc.getMap('listings').size).toBe(0);
  await server.database.sql('update lease set expires_at = 0');
  await seller.mark('late', ({ state }) => state === 'live');
  const again = await waitUntil('it to say so', async () => {
    const seen = await figures();
    return seen('komod_lease_held') === 1 && seen;
  });
  expect(again('komod_lease_fence')).toBeGreaterThan(old + 1);
  expect(await server.store.catalogHead()).toBe(1);
  device.close();
  seller.close();
});

test('[N7] shelves that are open when the lease is held again are written then', async () => {
  const seller = await openStockSeller(server);
  seller.wish('one', { want: 'listed', base: null, at: 1, piece: await seller.makePiece(3) });
  await seller.mark('one', ({ state }) => state === 'live');
  await waitUntil('nothing to be due', async () => (await server.store.nextDueAt()) === null);
  await takeAway();
  const { userId } = seller.account;
  await server.store.markDue(`account/${userId}`, 'test', Date.now());
  await waitUntil('it to know', async () => (await figures())('komod_lease_held') === 0);
  // The other one answered the closet, and nobody was connected to it.
  await server.database.sql(
    `update shelf_entry set stamp = 99, mark_json = replace(mark_json, 'live', 'sold')`,
  );
  await server.database.sql('update server_doc_due set wanted = 99');
  await server.database.sql('update lease set expires_at = 0');
  await seller.mark('one', ({ state }) => state === 'sold');
  seller.close();
});
