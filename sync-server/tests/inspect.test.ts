import { signUp } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { makePiece, writeDraft } from '@komod/testkit/listing-factory';
import { expect, inject, onTestFinished, test } from 'vitest';
import { inspectDocument } from '../src/inspect.ts';
import { startServer } from './start-server.ts';

async function startWithCloset() {
  const server = await startServer();
  onTestFinished(() => server.close());
  const account = await signUp(server.origin, { handle: 'inspected' });
  const document = `closet/${account.userId}`;
  const client = connectDurableClient({ origin: server.origin, cookie: account.cookie, document });
  onTestFinished(() => client.close());
  await client.whenOpen();
  writeDraft(client.doc, 'piece', makePiece(1, { title: 'Marked title' }), Date.now());
  for (let edit = 0; edit < 3; edit += 1) {
    client.doc.getMap('listings').set('k', edit);
    await client.whenAcked();
  }
  return { server, document, env: { DATA_DIR: server.dataDir, ...server.database.env } };
}

test('a document is weighed beside the running server, without a word of what stands in it', async () => {
  const { server, document, env } = await startWithCloset();
  const { headSeq, updates } = await server.store.log.load(document);
  const bytes = updates.reduce((sum, { update }) => sum + update.length, 0);
  const said = await inspectDocument(env, document, false);
  expect(said).toContain(`seq ${headSeq}, epoch 1`);
  expect(said).toContain(`${updates.length} rows, ${bytes} bytes`);
  expect(said).toMatch(/state vector +1 client id, \d+ bytes/);
  expect(said).toMatch(/quarantine +empty/);
  expect(said).not.toContain('Marked');
  expect(await inspectDocument(env, 'closet/@Inspected', false)).toContain(document);
  expect(await inspectDocument(env, document, true)).toContain('Marked title');
});

test('a row that cannot be read, one in quarantine and a snapshot are named', async () => {
  const { server, env } = await startWithCloset();
  const { log } = server.store;
  const update = Uint8Array.of(1, 1, 1, 1, 255);
  await log.commit([
    { document: 'closet/other', update, isQuiet: true },
    { document: 'closet/other', update, isQuiet: true },
  ]);
  await log.quarantine('closet/other', 1, 'throws on load');
  const said = await inspectDocument(env, 'closet/other', false);
  expect(said).toMatch(/quarantine +seq 1, 5 bytes/);
  expect(said).toMatch(/unreadable +seq 2/);
  await log.compact('closet/other', 2, Uint8Array.of(0, 0));
  expect(await inspectDocument(env, 'closet/other', false)).toMatch(/snapshot +seq 2, 2 bytes\nlog +0 rows/);
  await server.store.markDue('closet/other', 'test', Date.now() + 3_600_000);
  expect(await inspectDocument(env, 'closet/other', false)).toMatch(
    /projection +due \S+ \(\w+\), \d attempts?/,
  );
});

test('what is not there is said in one sentence', async () => {
  const { server, env } = await startWithCloset();
  const refused = (wanted: string, where: Record<string, string> = env) =>
    expect(inspectDocument(where, wanted, false)).rejects;
  await refused('closet/nobody').toThrow('Nobody has ever written closet/nobody here.');
  await refused('closet/@nobody').toThrow('Nobody here has the handle nobody.');
  await refused('wardrobe').toThrow('kinds are closet, account, inbox, shelf');
  const DATABASE_URL = inject('postgresUrl');
  if (DATABASE_URL !== undefined)
    await refused('closet/a', { ...env, DATABASE_URL }).toThrow('No Komod has run in the database');
  const elsewhere = { DATA_DIR: `${server.dataDir}/none` };
  await refused('closet/a', elsewhere).toThrow('There is no database');
  const nowhere = { DATABASE_URL: 'postgresql://komod:hidden@127.0.0.1:1/komod' };
  await refused('closet/a', { ...env, ...nowhere }).toThrow(
    /^PostgreSQL at DATABASE_URL cannot be used: (?!.*hidden)[^\n]+\.$/,
  );
});
