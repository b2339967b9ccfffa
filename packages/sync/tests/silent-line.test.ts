import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Replica } from '../src/client/replica.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { useServedHub } from './served-hub.ts';
import { settle, startHub } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';
import { startReplica } from './test-replica.ts';
import { waitUntil } from './wait-until.ts';

const served = useServedHub();

function replicaOf(options: Parameters<typeof startReplica>[0] = {}): Replica {
  const replica = startReplica(options);
  served.open.push(replica);
  return replica;
}

const isSafe = (replica: Replica) => () => replica.status().synced && replica.status().unacked === null;

async function synced(options: Parameters<typeof startReplica>[0] = {}): Promise<Replica> {
  const replica = replicaOf(options);
  replica.connect({ url: served.server.url });
  await waitUntil('synced', () => replica.status().synced);
  return replica;
}

test('[C12] retryNow asks a line that seems open, and gives it up for a new one when it is silent', async () => {
  const replica = await synced({ limits: { ...wireLimits, answerMs: 20 } });
  const receive = served.host.hub.receive.bind(served.host.hub);
  served.host.hub.receive = (id, message) => {
    if (message[0] !== 3) receive(id, message);
  };
  replica.retryNow();
  await waitUntil('a new line', () => served.server.accepted() === 2);
  replica.doc.getMap('m').set('k', 1);
  await waitUntil('safe', isSafe(replica));
});

test('[C12] an attempt to connect that nobody answers is given up', async () => {
  let attempts = 0;
  class Hanging {
    static readonly OPEN = 1;
    readyState = 0;
    constructor() {
      attempts++;
    }
    close(): void {}
  }
  const replica = replicaOf({
    WebSocket: Hanging as unknown as typeof WebSocket,
    limits: { ...wireLimits, connectMs: 5 },
  });
  replica.connect({ url: served.server.url });
  await waitUntil('tried again', () => attempts > 1);
});

test('[C13] nothing is asked before the disk was read: the server must hear what this device knows', async () => {
  const first = await synced({ databaseName: 'early' });
  await first.flushed();
  await first.close();
  const timelines: (string | undefined)[] = [];
  const connect = served.host.hub.connect.bind(served.host.hub);
  served.host.hub.connect = (request) => {
    timelines.push(request.params?.['timeline']);
    return connect(request);
  };
  const again = replicaOf({ databaseName: 'early' });
  again.connect({ url: served.server.url });
  again.retryNow();
  await waitUntil('synced', () => again.status().synced);
  expect(timelines).toEqual(['memory']);
});

test('[C14] what another tab left on the disk is brought to the server before this one forgets the mark', async () => {
  const offline = replicaOf({ databaseName: 'tabs' });
  await offline.whenLoaded;
  const online = await synced({ databaseName: 'tabs' });
  offline.doc.getMap('m').set('left', 1);
  await offline.flushed();
  await offline.close();
  online.doc.getMap('m').set('own', 1);
  await waitUntil('found', () => online.doc.getMap('m').has('left'));
  await waitUntil('safe', isSafe(online));
  await online.flushed();
  await settle(served.host.hub);
  const held = await served.host.hub.read('closet/a', (doc) => doc.getMap('m').toJSON());
  expect(held).toEqual({ left: 1, own: 1 });
});

test('[C15] what the server has lost is not called safe until it was acknowledged again', async () => {
  const replica = await synced();
  replica.doc.getMap('m').set('k', 1);
  await waitUntil('safe', isSafe(replica));
  const other = startHub();
  const gate = Promise.withResolvers<void>();
  const commit = other.log.commit.bind(other.log);
  other.log.commit = async (batch) => {
    await gate.promise;
    return commit(batch);
  };
  served.host = other;
  served.server.cut();
  await waitUntil('unsafe', () => replica.status().unacked !== null);
  gate.resolve();
  await waitUntil('safe again', isSafe(replica));
  expect((await other.log.load('closet/a')).headSeq).toBe(1);
});

test('[Y9] who holds more of a server document than the server is sent away to ask for it anew', async () => {
  const doc = new Y.Doc();
  doc.getMap('m').set('k', 1);
  const peer = new TestPeer(served.host.hub, doc);
  await peer.connect('shelf/a', true, { timeline: '' });
  peer.sendStepOne();
  await settle(served.host.hub);
  expect(peer.closed?.code).toBe(4409);
});
