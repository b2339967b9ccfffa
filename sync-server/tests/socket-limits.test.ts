import { type Account, signUp } from '@komod/testkit/account';
import { openCookieSocket } from '@komod/testkit/cookie-socket';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { openLine, openRawSocket } from '@komod/testkit/raw-line';
import { waitUntil } from '@komod/testkit/wait-until';
import { expect, onTestFinished, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';

async function serve(limits: Record<string, Record<string, number>>): Promise<TestServer> {
  const server = await startServer({ limits });
  onTestFinished(() => server.close());
  return server;
}

/** A socket, and the code it is closed with. */
function openSocket(server: TestServer, { userId, cookie }: Account) {
  const socket = openCookieSocket(`${server.origin.replace('http', 'ws')}/sync/closet/${userId}`, {
    headers: { cookie },
    protocols: ['komod.durable.1'],
  });
  let code = 0;
  socket.addEventListener('close', (event) => (code = event.code));
  const isOpen = new Promise((resolve) => socket.addEventListener('open', resolve));
  return { socket, isOpen, code: () => code };
}

/** Nobody is let in until the returned function is called. */
function holdTheDoor({ store }: TestServer): () => void {
  const ensurePeople = store.ensurePeople.bind(store);
  const { promise, resolve } = Promise.withResolvers<void>();
  store.ensurePeople = (people) => promise.then(() => ensurePeople(people));
  return resolve;
}

const isServing = async ({ origin }: TestServer): Promise<boolean> => (await fetch(`${origin}/health`)).ok;

test.each([
  ['frames', { preAuthFrames: 3 }, 4, 10],
  ['bytes', { preAuthBytes: 5_000 }, 2, 3_000],
])(
  '[R12] too many %s before it is known whose they are close a connection 4529',
  async (_what, wire, count, size) => {
    const server = await serve({ wire });
    const account = await signUp(server.origin);
    const letIn = holdTheDoor(server);
    const { socket, isOpen, code } = openSocket(server, account);
    await isOpen;
    for (let index = 0; index < count; index++) socket.send(new Uint8Array(size));
    await waitUntil('the close', () => code() === 4529);
    expect(server.hub.stats().connections).toBe(0);
    letIn();
  },
);

test('[R12] who cannot be known in time is sent away with 4503 and does not come in afterwards', async () => {
  const server = await serve({ wire: { preAuthMs: 30 } });
  const account = await signUp(server.origin);
  const letIn = holdTheDoor(server);
  const waiting = openSocket(server, account);
  await waitUntil('the close', () => waiting.code() === 4503);
  letIn();
  expect(await isServing(server)).toBe(true);
  expect(server.hub.stats().connections).toBe(0);
});

test('[R12] a handshake that does not end is cut off, one that is too long is refused, and others are served', async () => {
  const server = await serve({ http: { idleTimeoutSeconds: 1 } });
  const slow = await openLine(server.origin);
  slow.line.write('GET /sync/closet/a HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
  const long = await openLine(server.origin);
  long.line.write(`GET /sync/closet/a HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(1_000_000)}`);
  await waitUntil('the long one is refused', () => long.isClosed());
  expect(long.heard()).toContain(' 431 ');
  expect(await isServing(server)).toBe(true);
  await waitUntil('the slow one is cut off', () => slow.isClosed(), 30_000);
  expect(slow.heard()).not.toContain(' 101 ');
});

test('[R11] an account has as many sockets as it may, and others are let in', async () => {
  const server = await serve({ wire: { accountConnections: 2 } });
  const [many, other] = [await signUp(server.origin), await signUp(server.origin)];
  const sockets = [1, 2].map(() => openSocket(server, many));
  await waitUntil('two are in', () => server.hub.stats().connections === 2);
  const third = openSocket(server, many);
  await waitUntil('the close', () => third.code() === 4529);
  const theirs = openSocket(server, other);
  await waitUntil('three are in', () => server.hub.stats().connections === 3);
  for (const { socket } of [...sockets, theirs]) socket.close();
});

test('[R13] a reader that stops is closed and catches up later; writer and other readers lose nothing', async () => {
  const server = await serve({ wire: { backpressureBytes: 1_000_000 } });
  const { userId, cookie } = await signUp(server.origin);
  const document = `closet/${userId}`;
  const client = () => connectDurableClient({ origin: server.origin, cookie, document });
  const [writer, reader] = [client(), client()];
  await Promise.all([writer.whenOpen(), reader.whenOpen()]);
  const { line } = await openRawSocket(`${server.origin}/sync/${document}`, cookie);
  await waitUntil('it is in', () => server.hub.stats().connections === 3);
  line.pause();
  const seen: number[] = [];
  reader.doc
    .getMap('listings')
    .observe(() => seen.push(reader.doc.getMap('listings').get('count') as number));
  let written = 0;
  while (server.hub.stats().connections === 3 && written < 400) {
    const count = ++written;
    writer.doc.transact(() => {
      writer.doc.getMap('listings').set('count', count);
      writer.doc.getMap('listings').set('filler', `${count} `.repeat(50_000));
    });
    await writer.whenAcked();
  }
  expect(server.hub.stats().connections).toBe(2);
  expect([writer.closeCode(), reader.closeCode()]).toEqual([null, null]);
  await waitUntil('the other reader has all', () => seen.at(-1) === written);
  expect(seen).toEqual(Array.from({ length: written }, (_, index) => index + 1));
  const back = client();
  await back.whenOpen();
  await waitUntil('it caught up', () => back.doc.getMap('listings').get('count') === written);
  line.destroy();
  for (const each of [writer, reader, back]) each.close();
});
