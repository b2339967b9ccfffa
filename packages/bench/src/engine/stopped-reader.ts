import { openRawSocket } from '@komod/testkit/raw-line';
import * as Y from 'yjs';
import { type Figure, percentile } from '../figure.ts';
import { nothing } from './closets.ts';
import { openWire } from '../peers/durable-wire.ts';
import type { Store } from '../peers/komod-server.ts';
import { startKomod } from '../peers/komod.ts';
import type { Peer } from '../peers/peer.ts';
import { Rooms } from './rooms.ts';

const runs = 5;
const rooms = 200;
const updatesPerSecond = 500;
const secondsPerRun = 8;
/** What the one who stopped is sent meanwhile: within what a connection may send. */
const largeBytes = 90_000;
const largeEveryMs = 100;

/** Sends large updates to a room until it is told to stop. */
async function openWriter(peer: Peer, room: number): Promise<() => void> {
  const { url, headers } = peer.addressOf(room);
  const wire = openWire(url, headers?.['cookie'] ?? '', nothing);
  await wire.answer;
  const doc = new Y.Doc();
  doc.on('update', (update: Uint8Array) => wire.send(update));
  let count = 0;
  const timer = setInterval(() => {
    count += 1;
    doc.getMap('listings').set('filler', `${count}`.padEnd(largeBytes, 'x'));
  }, largeEveryMs);
  return () => {
    clearInterval(timer);
    wire.close();
  };
}

/** How late everybody else's updates are while one reader does not read, against the same one reading. */
export async function measureStoppedReader(say: (line: string) => void, store: Store): Promise<Figure[]> {
  const komod = await startKomod(rooms + 1, store);
  const p99 = { reading: [] as number[], stopped: [] as number[] };
  try {
    const others = await Rooms.open(komod, rooms);
    await others.run(updatesPerSecond, 3);
    for (let run = 1; run <= runs; run += 1)
      for (const state of ['reading', 'stopped'] as const) {
        say(`Run ${run} of ${runs}: ${rooms} rooms beside one whose reader is ${state}`);
        const { url, headers } = komod.addressOf(rooms);
        const { line } = await openRawSocket(url, headers?.['cookie'] ?? '');
        if (state === 'stopped') line.pause();
        const end = await openWriter(komod, rooms);
        p99[state].push(percentile((await others.run(updatesPerSecond, secondsPerRun)).latencies, 0.99));
        end();
        line.destroy();
      }
    others.close();
  } finally {
    await komod.close();
  }
  const name = `push to peer beside large updates, p99`;
  const times = p99.stopped.map((ms, run) => ms / p99.reading[run]!);
  return [
    { name: `${name}, their reader reads`, runs: p99.reading, unit: 'ms', target: null },
    { name: `${name}, their reader has stopped`, runs: p99.stopped, unit: 'ms', target: null },
    { name: `${name}, stopped ÷ reading`, runs: times, unit: '×', target: 1.2 },
  ];
}
