import { signUp } from '@komod/testkit/account';
import { startServerProcess } from '@komod/testkit/server-process';
import { connectStockClient } from '@komod/testkit/stock-client';
import { expect, onTestFinished, test } from 'vitest';

// Real time on purpose: y-websocket's own watchdog drops a silent socket after 30 s.
const idleMs = 90_000;

test('a stock y-websocket client idles for 90 seconds without one reconnect', async () => {
  const server = await startServerProcess();
  onTestFinished(() => server.close());
  const { cookie, userId } = await signUp(server.origin);
  const client = connectStockClient({ origin: server.origin, cookie, document: `closet/${userId}` });
  onTestFinished(() => client.close());
  await client.whenSynced();

  const statuses: string[] = [];
  client.provider.on('status', ({ status }) => statuses.push(status));
  await new Promise((resolve) => setTimeout(resolve, idleMs));

  expect(statuses).toEqual([]);
  expect(client.closes).toEqual([]);
  expect(client.provider.wsconnected).toBe(true);
}, 120_000);
