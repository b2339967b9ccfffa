import { connectDurableClient } from '@komod/testkit/durable-client';
import { signUp, type Account } from '@komod/testkit/account';
import type { ServerProcess } from '@komod/testkit/server-process';
import * as Y from 'yjs';
import { startSlowLink } from '../app/slow-link.ts';
import type { Figure } from '../figure.ts';
import { openWire } from '../peers/durable-wire.ts';
import { startKomodServer, type Store } from '../peers/komod-server.ts';
import { heldOf, makeCloset, nothing } from './closets.ts';
import { processSeconds } from './process-time.ts';

const runs = 3;
const link = { bitsPerSecond: 20_000_000, roundTripMs: 20 };
const editsPerRun = 200;

const closetOf = (port: number | string, { userId }: Account): string =>
  `ws://localhost:${port}/sync/closet/${userId}`;

async function hang(server: ServerProcess, pieces: number, edits: number): Promise<[Account, Y.Doc]> {
  const account = await signUp(server.origin);
  const closet = makeCloset(pieces, edits);
  const client = connectDurableClient({
    origin: server.origin,
    cookie: account.cookie,
    document: `closet/${account.userId}`,
    doc: closet,
  });
  await client.whenOpen();
  await client.whenAcked();
  client.close();
  return [account, closet];
}

interface Edited {
  /** Milliseconds of the server's processor for the first edit since everybody left, which opens the document. */
  firstMs: number;
  /** Of each one after it. */
  cpuMs: number;
  /** Its message. */
  bytes: number;
}

async function editOn(server: ServerProcess, account: Account, closet: Y.Doc): Promise<Edited> {
  const wire = openWire(closetOf(new URL(server.origin).port, account), account.cookie, heldOf(closet));
  await wire.answer;
  await wire.whenAcked();
  const listing = closet.getMap<Y.Map<unknown>>('listings').get('piece-7')!;
  const send = (update: Uint8Array): void => wire.send(update);
  closet.on('update', send);
  const type = async (title: string): Promise<void> => {
    listing.set('title', title);
    // Each in a commit of its own, as a hand types.
    await wire.whenAcked();
  };
  const start = processSeconds(server.pid());
  await type('Linen blazer, touched');
  const [sent, cpu] = [wire.bytes.sent, processSeconds(server.pid())];
  for (let edit = 0; edit < editsPerRun; edit += 1) await type(`Linen blazer, once more ${edit}`);
  const used = processSeconds(server.pid()) - cpu;
  closet.off('update', send);
  const bytes = (wire.bytes.sent - sent) / editsPerRun;
  wire.close();
  return { bytes, firstMs: 1000 * (cpu - start), cpuMs: (1000 * used) / editsPerRun };
}

/** A closet of 10,000 pieces, each edited three times. */
export async function measureLargeCloset(say: (line: string) => void, store: Store): Promise<Figure[]> {
  const server = await startKomodServer(store);
  const { port } = new URL(server.origin);
  const slow = await startSlowLink(() => Number(port), link);
  try {
    say('Hanging 10,000 pieces, each edited three times');
    const [account, closet] = await hang(server, 10_000, 3);
    const [other, small] = await hang(server, 10, 3);
    const share: number[] = [];
    const spared: number[] = [];
    const large: Edited[] = [];
    const little: Edited[] = [];
    for (let run = 1; run <= runs; run += 1) {
      say(`Run ${run} of ${runs}`);
      const startedAt = performance.now();
      const first = openWire(closetOf(slow.port, account), account.cookie, nothing);
      await first.answer;
      const seconds = (performance.now() - startedAt) / 1000;
      share.push((100 * (first.bytes.received * 8)) / link.bitsPerSecond / seconds);
      first.close();
      const held = heldOf(closet);
      const again = openWire(closetOf(port, account), account.cookie, held);
      await again.answer;
      await again.whenAcked();
      const known = held.stateVector.byteLength + held.stepTwo.byteLength;
      spared.push(Math.max(again.bytes.sent, again.bytes.received) - known);
      again.close();
      large.push(await editOn(server, account, closet));
      little.push(await editOn(server, other, small));
    }
    return [
      {
        name: 'first sync of 10,000 pieces, share of a 20 Mbit/s link',
        runs: share,
        unit: '%',
        target: 80,
        isFloor: true,
      },
      {
        name: 'reopened unchanged, beyond delete set and state vector',
        runs: spared,
        unit: 'bytes',
        target: 100,
      },
      {
        name: 'one more edit of 10,000 pieces, on the wire',
        runs: large.map(({ bytes }) => bytes),
        unit: 'bytes',
        target: null,
      },
      {
        name: 'one more edit of 10 pieces, on the wire',
        runs: little.map(({ bytes }) => bytes),
        unit: 'bytes',
        target: null,
      },
      {
        name: 'first edit of 10,000 pieces, which opens the document, CPU of the server',
        runs: large.map(({ firstMs }) => firstMs),
        unit: 'ms',
        target: null,
      },
      {
        name: 'one more edit of 10,000 pieces, CPU of the server',
        runs: large.map(({ cpuMs }) => cpuMs),
        unit: 'ms',
        target: 2,
      },
      {
        name: 'one more edit of 10 pieces, CPU of the server',
        runs: little.map(({ cpuMs }) => cpuMs),
        unit: 'ms',
        target: null,
      },
    ];
  } finally {
    await slow.close();
    await server.close();
  }
}
