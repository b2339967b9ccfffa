import { Database } from 'bun:sqlite';
import { join } from 'node:path';
import { signUp } from '@komod/testkit/account';
import { openCookieSocket } from '@komod/testkit/cookie-socket';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { listPiece } from '@komod/testkit/list-piece';
import { makePiece, writeDraft, writeWish } from '@komod/testkit/listing-factory';
import { startServerProcess } from '@komod/testkit/server-process';
import { waitUntil } from '@komod/testkit/wait-until';
import { expect, onTestFinished, test } from 'vitest';

test('the log of a whole journey, its refusals and its errors names nobody and repeats nothing', async () => {
  const server = await startServerProcess({ env: { LOG_LEVEL: 'trace' } });
  onTestFinished(() => server.close());
  const { origin } = server;
  const account = await signUp(origin, {
    handle: 'marked_handle',
    name: 'Marked Name',
    email: 'marked.mail@example.com',
    password: 'a marked pass phrase',
  });
  const { cookie, userId } = account;
  await listPiece(origin, account, {
    id: 'piece',
    seed: 1,
    change: { title: 'Marked title', description: 'Marked words' },
  });
  const json = { 'content-type': 'application/json', origin };
  // Not JSON, a wrong password, a handle that is taken.
  for (const [path, body] of [
    ['sign-in/email', '{"email": Marked words'],
    ['sign-in/email', JSON.stringify({ email: account.email, password: 'a marked wrong one' })],
    ['sign-up/email', JSON.stringify({ ...account, email: 'marked.second@example.com' })],
  ] as const)
    await fetch(`${origin}/api/auth/${path}`, { method: 'POST', headers: json, body });
  // A frame that is none, whose bytes are words.
  const socket = openCookieSocket(`${origin.replace(/^http/, 'ws')}/sync/closet/${userId}`, {
    headers: { cookie },
  });
  socket.addEventListener('open', () => socket.send(Buffer.from('\u0000\u0002\u000cMarked words')));
  await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
  // Everything of the catalog fails: a table is gone.
  const database = new Database(join(server.dataDir, 'komod.sqlite'));
  database.run('pragma busy_timeout = 5000');
  database.run('alter table listing rename to listing_gone');
  const failed = await fetch(`${origin}/api/catalog?q=Marked`, { headers: { cookie } });
  expect(failed.status).toBe(500);
  // So does a projection.
  const client = connectDurableClient({ origin, cookie, document: `closet/${userId}` });
  await client.whenOpen();
  const piece = makePiece(2, { title: 'Marked title' });
  writeDraft(client.doc, 'second', piece, Date.now());
  writeWish(client.doc, 'second', piece, null, Date.now());
  await client.whenAcked();
  client.close();
  await waitUntil('a projection to fail', () => server.output().includes('a projection failed'));
  database.close();
  expect(await server.stop()).toBe(0);

  const output = server.output();
  expect(output).toContain('a route failed');
  expect(output).toContain(`closet/${userId}`);
  const token = /session_token=([^;]+)/.exec(cookie)?.[1] ?? cookie;
  for (const word of ['marked', token, decodeURIComponent(token)])
    expect(output.toLowerCase()).not.toContain(word.toLowerCase());
});
