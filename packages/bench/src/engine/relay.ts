import { percentile, type Figure } from '../figure.ts';
import { startHocuspocus } from '../peers/hocuspocus.ts';
import { startKomod } from '../peers/komod.ts';
import type { Peer } from '../peers/peer.ts';
import { startRawRelay } from '../peers/raw-relay.ts';
import { startYWebsocketServer } from '../peers/y-websocket-server.ts';
import { processSeconds } from './process-time.ts';
import { Rooms } from './rooms.ts';

const runs = 3;
const rooms = 200;
const updatesPerSecond = 1500;
const secondsPerRun = 5;
/** Updates each room has under way when it is asked how much goes through. */
const ahead = 4;
const expectedPerSecond = 20_000;
const manyRooms = 500;
const pushesPerSecond = 500;

class Competitor {
  readonly peer: Peer;
  readonly rooms: Rooms;
  /** Microseconds of the server's processor per update, of each run. */
  readonly cpu: number[] = [];
  readonly p50: number[] = [];
  readonly p99: number[] = [];
  /** Updates a second when as many as possible are sent, and how late they are, ms. */
  readonly most: number[] = [];
  readonly mostP99: number[] = [];

  private constructor(peer: Peer, opened: Rooms) {
    this.peer = peer;
    this.rooms = opened;
  }

  static async open(peer: Peer): Promise<Competitor> {
    const opened = await Rooms.open(peer, rooms);
    // Not counted: the compiler warms up.
    await opened.race(1, 3, expectedPerSecond);
    return new Competitor(peer, opened);
  }

  async measureSteady(): Promise<void> {
    const before = processSeconds(this.peer.pid);
    const { updates, latencies } = await this.rooms.run(updatesPerSecond, secondsPerRun);
    this.cpu.push(((processSeconds(this.peer.pid) - before) * 1e6) / updates);
    this.p50.push(percentile(latencies, 0.5));
    this.p99.push(percentile(latencies, 0.99));
  }

  async measureMost(): Promise<void> {
    const { updates, seconds, latencies } = await this.rooms.race(ahead, secondsPerRun, expectedPerSecond);
    this.most.push(updates / seconds);
    this.mostP99.push(percentile(latencies, 0.99));
  }

  figures(): Figure[] {
    const { name } = this.peer;
    return [
      { name: `${name}: CPU per update`, runs: this.cpu, unit: 'µs', target: null },
      { name: `${name}: push to peer, p50`, runs: this.p50, unit: 'ms', target: null },
      { name: `${name}: push to peer, p99`, runs: this.p99, unit: 'ms', target: null },
      { name: `${name}: most it takes`, runs: this.most, unit: '/s', target: null },
      { name: `${name}: push to peer at most, p99`, runs: this.mostP99, unit: 'ms', target: null },
      { name: `${name}: updates never handed on`, runs: [this.rooms.lost], unit: '', target: null },
    ];
  }
}

/** What a relayed update costs each server, how many go through, and how late they are. */
export async function measureRelay(say: (line: string) => void): Promise<Figure[]> {
  const open: Competitor[] = [];
  const enter = async (start: Promise<Peer>): Promise<Competitor> => {
    const peer = await start;
    say(`${peer.name}: ${rooms} rooms, a writer and a reader in each`);
    const competitor = await Competitor.open(peer);
    open.push(competitor);
    return competitor;
  };
  try {
    const relay = await enter(startRawRelay());
    const hocuspocus = await enter(startHocuspocus());
    const storing = await enter(startHocuspocus({ storesEvery: true }));
    await enter(startYWebsocketServer());
    const komod = await enter(startKomod(rooms));
    const onPostgres = await enter(startKomod(rooms, 'PostgreSQL'));
    for (let run = 1; run <= runs; run += 1)
      for (const competitor of open) {
        say(`Run ${run} of ${runs}: ${competitor.peer.name}`);
        // It stores fewer than that.
        if (competitor !== storing) await competitor.measureSteady();
        await competitor.measureMost();
      }
    return [
      ...open.flatMap((competitor) => competitor.figures()),
      { name: 'CPU, Komod ÷ raw relay', runs: times(komod.cpu, relay.cpu), unit: '×', target: 2 },
      { name: 'CPU, Komod ÷ Hocuspocus', runs: times(komod.cpu, hocuspocus.cpu), unit: '×', target: 0.6 },
      atLeast(2.5, 'updates/s, Komod ÷ Hocuspocus', times(komod.most, hocuspocus.most)),
      {
        name: 'p99 at most, Komod ÷ Hocuspocus',
        runs: times(komod.mostP99, hocuspocus.mostP99),
        unit: '×',
        target: 1,
      },
      atLeast(10, 'updates/s, Komod ÷ Hocuspocus storing every update', times(komod.most, storing.most)),
      {
        name: 'CPU of our process, PostgreSQL ÷ SQLite',
        runs: times(onPostgres.cpu, komod.cpu),
        unit: '×',
        target: null,
      },
      {
        name: 'updates/s, PostgreSQL ÷ SQLite',
        runs: times(onPostgres.most, komod.most),
        unit: '×',
        target: null,
      },
    ];
  } finally {
    for (const { peer, rooms: opened } of open) {
      opened.close();
      await peer.close();
    }
  }
}

/** How late an update is that others hear only once it is on disk, where nothing is in a hurry. */
export async function measurePush(say: (line: string) => void): Promise<Figure[]> {
  const komod = await startKomod(manyRooms);
  const p99: number[] = [];
  try {
    say(`${pushesPerSecond} updates/s over ${manyRooms} rooms`);
    const opened = await Rooms.open(komod, manyRooms);
    await opened.run(pushesPerSecond, 3);
    for (let run = 1; run <= runs; run += 1) {
      const { latencies } = await opened.run(pushesPerSecond, secondsPerRun * 2);
      p99.push(percentile(latencies, 0.99));
    }
    opened.close();
  } finally {
    await komod.close();
  }
  const name = `push to peer, durable, ${pushesPerSecond} updates/s over ${manyRooms} rooms, p99`;
  return [{ name, runs: p99, unit: 'ms', target: 10 }];
}

const times = (one: readonly number[], other: readonly number[]): number[] =>
  one.map((value, run) => value / other[run]!);

const atLeast = (target: number, name: string, measured: number[]): Figure => ({
  name,
  runs: measured,
  unit: '×',
  target,
  isFloor: true,
});
