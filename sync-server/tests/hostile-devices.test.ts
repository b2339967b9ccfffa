import { documentKinds, documentName, documentWriter } from '@komod/domain/document-name';
import { documentRoots } from '@komod/documents/document-shape';
import { type Account, signUp } from '@komod/testkit/account';
import { openCookieSocket } from '@komod/testkit/cookie-socket';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { startServer, type TestServer } from './start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const ownerKinds = documentKinds.filter((kind) => documentWriter[kind] === 'owner');

function updateFrame(update: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = update.length < 128 ? [update.length] : [(update.length % 128) | 128, update.length >> 7];
  expect(update.length).toBeLessThan(128 * 128);
  return new Uint8Array([0, 2, ...length, ...update]);
}

/** Sends frames the moment the socket is open, as a client that cares for no protocol, and gives what it is told. */
function attack(account: Account, document: string, updates: readonly Uint8Array[]) {
  const socket = openCookieSocket(`${server.origin.replace('http', 'ws')}/sync/${document}`, {
    headers: { cookie: account.cookie },
    protocols: ['komod.durable.1'],
  });
  socket.binaryType = 'arraybuffer';
  let acked = 0;
  socket.addEventListener('message', ({ data }) => {
    const bytes = new Uint8Array(data as ArrayBuffer);
    if (bytes[0] === 100) acked = bytes[1] ?? 0;
    if (acked === updates.length) socket.close(1000);
  });
  socket.addEventListener('open', () => {
    for (const update of updates) socket.send(updateFrame(update));
  });
  return new Promise<{ code: number; reason: string; acked: number }>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason, acked }));
  });
}

const encoded = (account: Account): Promise<Uint8Array[]> =>
  Promise.all(
    documentKinds.map((kind) =>
      server.hub.read(documentName(kind, account.userId), (doc) => Y.encodeStateAsUpdate(doc)),
    ),
  );

/** An account with something in each document, and the client ids that wrote it. */
async function settledAccount(): Promise<{ account: Account; clients: Map<string, number> }> {
  const account = await signUp(server.origin);
  const clients = new Map<string, number>();
  for (const kind of ownerKinds) {
    const document = documentName(kind, account.userId);
    const client = connectDurableClient({ origin: server.origin, cookie: account.cookie, document });
    await client.whenOpen();
    client.doc.getMap(documentRoots[kind][0]).set('theirs', kind);
    await client.whenAcked();
    clients.set(kind, client.doc.clientID);
    client.close();
  }
  for (const kind of documentKinds.filter((name) => !ownerKinds.includes(name))) {
    const document = documentName(kind, account.userId);
    await server.hub.edit(document, (doc) => void doc.getMap(documentRoots[kind][0]).set('theirs', kind));
    await server.hub.read(document, (doc) => clients.set(kind, [...doc.store.clients.keys()][0] ?? 0));
  }
  return { account, clients };
}

test.each(documentKinds)(
  '[F7] an update under the client id of somebody else hurts the document of its sender only: %s',
  async (kind) => {
    const [victim, sender] = [await settledAccount(), await settledAccount()];
    const before = await encoded(victim.account);
    const forged = new Y.Doc();
    forged.clientID = victim.clients.get(kind) ?? 0;
    forged.getMap(documentRoots[kind][0]).set('theirs', 'forged');
    forged.getMap(documentRoots[kind][0]).set('theirs', 'forged again');
    const update = Y.encodeStateAsUpdate(forged);

    const foreign = await attack(sender.account, documentName(kind, victim.account.userId), [update]);
    expect(foreign).toEqual({ code: 4403, reason: 'not-yours', acked: 0 });

    const own = documentName(kind, sender.account.userId);
    const ownBefore = await server.hub.read(own, (doc) => Y.encodeStateAsUpdate(doc));
    const outcome = await attack(sender.account, own, [update]);
    const ownAfter = await server.hub.read(own, (doc) => Y.encodeStateAsUpdate(doc));
    if (ownerKinds.includes(kind)) {
      expect(outcome).toMatchObject({ code: 1000, acked: 1 });
      expect(ownAfter).not.toEqual(ownBefore);
    } else {
      expect(outcome).toEqual({ code: 4403, reason: 'document.read-only', acked: 0 });
      expect(ownAfter).toEqual(ownBefore);
    }
    expect(await encoded(victim.account)).toEqual(before);
  },
);

const setting = (root: string, value: unknown, key = 'k'): Uint8Array => {
  const doc = new Y.Doc();
  doc.getMap(root).set(key, value);
  return Y.encodeStateAsUpdate(doc);
};
const formatted = (root: string): Uint8Array => {
  const doc = new Y.Doc();
  const text = new Y.Text('bold');
  doc.getMap(root).set('k', text);
  text.format(0, 4, { bold: true });
  return Y.encodeStateAsUpdate(doc);
};

test.each(ownerKinds)('[F3] the %s holds what the design names, and nothing else', async (kind) => {
  const account = await signUp(server.origin);
  const document = documentName(kind, account.userId);
  const [root] = documentRoots[kind];
  for (const name of documentRoots[kind]) {
    expect(await attack(account, document, [setting(name, { at: 1 })])).toMatchObject({
      code: 1000,
      acked: 1,
    });
  }
  for (const value of [new Y.Map(), new Y.Array(), new Y.Text('plain')]) {
    expect(await attack(account, document, [setting(root, value)])).toMatchObject({ code: 1000, acked: 1 });
  }
  const inV2 = new Y.Doc();
  inV2.getMap(root).set('k', 1);
  const attacks = {
    'a top-level name of its own': setting('mine', 1),
    'the name of another document': setting(kind === 'closet' ? 'profile' : 'listings', 1),
    'a document in the document': setting(root, new Y.Doc()),
    'bytes as a value': setting(root, new Uint8Array(8)),
    XML: setting(root, new Y.XmlElement('b')),
    'formatted text': formatted(root),
    'V2 bytes': Y.encodeStateAsUpdateV2(inV2),
    'a claim of 200 MB': Uint8Array.of(1, 255, 255, 255, 127),
  };
  for (const [name, update] of Object.entries(attacks)) {
    const outcome = await attack(account, document, [setting(root, 'honest', name), update]);
    expect([name, outcome]).toEqual([name, { code: 4400, reason: 'document.malformed', acked: 1 }]);
  }
  const honest = await server.hub.read(document, (doc) =>
    [...doc.getMap(root)].filter(([, value]) => value === 'honest').map(([key]) => key),
  );
  expect(honest.sort()).toEqual(Object.keys(attacks).sort());
  await waitUntil('everybody to be gone', () => server.hub.stats().connections === 0);
});
