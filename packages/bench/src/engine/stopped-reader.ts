import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { waitUntil } from '@komod/testkit/wait-until';
import * as Y from 'yjs';
import { type Figure, percentile } from '../figure.ts';
import { nothing } from './closets.ts';
import { openWire } from '../peers/durable-wire.ts';
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

/** A socket by hand: only so can it be open and read nothing. */
async function openReader(peer: Peer, room: number): Promise<Socket> {
  const { url, headers } = peer.addressOf(room);
  const { port, pathname } = new URL(url);
  const line = connect(Number(port), '127.0.0.1');
  let heard = '';
  const hear = (bytes: Buffer) => (heard += bytes.toString('latin1'));
  line.on('data', hear);
  line.on('error', () => undefined);
  await once(line, 'connect');
  line.write(
    [
      `GET ${pathname} HTTP/1.1`,
      'Host: localhost',
      `Cookie: ${headers?.['cookie'] ?? ''}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      '\r\n',
    ].join('\r\n'),
  );
  await waitUntil('the handshake', () => heard.includes(' 101 '));
  line.off('data', hear);
  return line;
}

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
export async function measureStoppedReader(say: (line: string) => void): Promise<Figure[]> {
  const komod = await startKomod(rooms + 1);
  const p99 = { reading: [] as number[], stopped: [] as number[] };
  try {
    const others = await Rooms.open(komod, rooms);
    await others.run(updatesPerSecond, 3);
    for (let run = 1; run <= runs; run += 1)
      for (const state of ['reading', 'stopped'] as const) {
        say(`Run ${run} of ${runs}: ${rooms} rooms beside one whose reader is ${state}`);
        const reader = await openReader(komod, rooms);
        if (state === 'reading') reader.resume();
        else reader.pause();
        const end = await openWriter(komod, rooms);
        p99[state].push(percentile((await others.run(updatesPerSecond, secondsPerRun)).latencies, 0.99));
        end();
        reader.destroy();
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
