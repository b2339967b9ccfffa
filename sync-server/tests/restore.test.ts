import 'fake-indexeddb/auto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '@komod/documents/canonical-json';
import { readShelf } from '@komod/documents/shelf';
import type { CatalogChanges } from '@komod/domain/catalog-entry';
import { openReplica, type Replica } from '@komod/sync/client/replica';
import { type Account, signUp } from '@komod/testkit/account';
import { cookieSocketClass } from '@komod/testkit/cookie-socket';
import { makePiece, writeDraft, writeWish } from '@komod/testkit/listing-factory';
import { waitUntil } from '@komod/testkit/wait-until';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { startServer, type TestServer } from './start-server.ts';
import { completePhoto, newPhotoId, readCatalog, readJson } from './stock-seller.ts';

let devices = 0;

/** One document of one device, as the app opens it. */
function openDevice(server: TestServer, kind: 'closet' | 'shelf', { userId, cookie }: Account): Replica {
  const replica = openReplica({
    document: `${kind}/${userId}`,
    databaseName: `restore-${++devices}`,
    readOnly: kind === 'shelf',
    environment: {
      WebSocket: cookieSocketClass({ cookie }),
      indexedDB,
      now: Date.now,
      random: () => Math.random() / 100,
      setTimeout: (run, ms) => setTimeout(run, ms),
      clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
    },
  });
  onTestFinished(() => replica.close());
  connect(server, replica);
  return replica;
}

const connect = (server: TestServer, replica: Replica): void =>
  replica.connect({ url: `${server.origin.replace('http', 'ws')}/sync` });

const isLive = (shelf: Replica, id: string): boolean => readShelf(shelf.doc).get(id)?.state === 'live';

const onServer = (server: TestServer, { document }: Replica): Promise<string> =>
  server.hub.read(document, canonicalJson);

/** What an open feed that knows the catalog up to `after` has heard so far. */
async function hearLive({ origin }: TestServer, after: number): Promise<() => string> {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const { body } = await fetch(`${origin}/api/catalog/live?after=${after}`, { signal: abort.signal });
  let heard = '';
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of body ?? []) heard += decoder.decode(chunk, { stream: true });
  };
  void read().catch(() => {});
  return () => heard;
}

test('[Y8] a folder put back from a backup: every device ends equal to the server, what was acknowledged is back, the feed begins anew', async () => {
  const server = await startServer();
  onTestFinished(() => server.close());
  const backup = await mkdtemp(join(tmpdir(), 'komod-backup-'));
  onTestFinished(() => rm(backup, { recursive: true, force: true }));
  const account = await signUp(server.origin);
  const photos = await Promise.all([1, 2, 3].map(() => completePhoto(server, account.userId, newPhotoId())));
  const [phone, tablet] = [openDevice(server, 'closet', account), openDevice(server, 'closet', account)];
  const [phoneShelf, tabletShelf] = [
    openDevice(server, 'shelf', account),
    openDevice(server, 'shelf', account),
  ];
  const all = [phone, tablet, phoneShelf, tabletShelf];
  const list = (replica: Replica, id: string, at: number): void => {
    const piece = makePiece(at, { photos: [photos[at - 1]!] });
    writeDraft(replica.doc, id, piece, at);
    writeWish(replica.doc, id, piece, null, at);
  };

  list(phone, 'before', 1);
  await waitUntil('the first is live', () => isLive(phoneShelf, 'before') && isLive(tabletShelf, 'before'));
  await server.restart(() => cp(server.dataDir, backup, { recursive: true }));
  for (const replica of all) connect(server, replica);
  list(phone, 'after', 2);
  await waitUntil('the second is live', () => isLive(phoneShelf, 'after') && isLive(tabletShelf, 'after'));
  await waitUntil('all is acknowledged', () => all.every((replica) => replica.status().unacked === null));
  const { head } = await readCatalog(server);
  const timeline = server.store.timeline();

  await server.restart(async () => {
    await rm(server.dataDir, { recursive: true });
    await cp(backup, server.dataDir, { recursive: true });
  });
  expect(server.store.timeline()).toBe(timeline);
  const live = await hearLive(server, head);
  // A shelf alone, which brings nothing that could be published anew.
  connect(server, phoneShelf);
  await waitUntil('a new timeline', () => server.store.timeline() !== timeline);
  await waitUntil('open feeds are told', () => live().includes(`id: ${server.store.timeline()}:`));
  // The tablet is away for now; what it holds of the old timeline must not come back with it.
  connect(server, phone);
  list(phone, 'later', 3);
  await waitUntil('all three are live', () =>
    ['before', 'after', 'later'].every((id) => isLive(phoneShelf, id)),
  );
  for (const replica of [tablet, tabletShelf]) connect(server, replica);
  await waitUntil('the tablet too', () =>
    ['before', 'after', 'later'].every((id) => isLive(tabletShelf, id)),
  );
  await waitUntil('all is acknowledged', () =>
    all.every((replica) => replica.status().synced && replica.status().unacked === null),
  );

  for (const replica of all) expect(canonicalJson(replica.doc)).toBe(await onServer(server, replica));
  expect((await readCatalog(server)).entries.map(({ id }) => id).sort()).toEqual([
    'after',
    'before',
    'later',
  ]);
  expect((await readJson<object>(server, `/api/catalog/changes?after=${head}&limit=5`)).status).toBe(410);
  const anew = await readCatalog(server);
  const since = await readJson<CatalogChanges>(server, `/api/catalog/changes?after=${anew.head}&limit=5`);
  expect(since).toMatchObject({ status: 200, body: { changes: [] } });
  // A device that lost everything has it all from the server.
  const fresh = openDevice(server, 'closet', account);
  await waitUntil('it is synced', () => fresh.status().synced);
  expect(fresh.doc.getMap<Y.Map<unknown>>('listings').size).toBe(3);
});
