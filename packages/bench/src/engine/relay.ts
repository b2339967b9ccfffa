import { percentile, type Figure } from '../figure.ts';
import { startHocuspocus } from '../peers/hocuspocus.ts';
import type { Store } from '../peers/komod-server.ts';
import { startKomod } from '../peers/komod.ts';
import type { Peer } from '../peers/peer.ts';
import { startRawRelay } from '../peers/raw-relay.ts';
import { startYWebsocketServer } from '../peers/y-websocket-server.ts';
import { processSeconds } from './process-time.ts';
import { type RelayRun, Rooms } from './rooms.ts';

const runs = 3;
const rooms = 200;
/** As somebody types, and as much as the slowest of them still hands on without a queue. */
const rates = [1500, 5000];
const secondsPerRun = 5;
/** Updates each room has under way when it is asked how much goes through. */
const ahead = 4;
const expectedPerSecond = 20_000;
const manyRooms = 500;
const pushesPerSecond = 500;

/** What a server did at one rate, of each run. */
class Measured {
  /** Microseconds of its processor per update. */
  readonly cpu: number[] = [];
  /** From one socket to the other, ms. */
  readonly p50: number[] = [];
  readonly p99: number[] = [];
  /** Updates a second. */
  readonly rate: number[] = [];

  note({ updates, seconds, latencies }: RelayRun, cpuSeconds: number): void {
    this.cpu.push((cpuSeconds * 1e6) / updates);
    this.p50.push(percentile(latencies, 0.5));
    this.p99.push(percentile(latencies, 0.99));
    this.rate.push(updates / seconds);
  }

  figures(name: string): Figure[] {
    return [
      { name: `${name}: CPU per update`, runs: this.cpu, unit: 'µs', target: null },
      { name: `${name}: push to peer, p50`, runs: this.p50, unit: 'ms', target: null },
      { name: `${name}: push to peer, p99`, runs: this.p99, unit: 'ms', target: null },
    ];
  }
}

class Competitor {
  readonly peer: Peer;
  readonly steady: ReadonlyMap<number, Measured>;
  readonly most = new Measured();
  #lost = 0;

  constructor(peer: Peer, steadyRates: readonly number[]) {
    this.peer = peer;
    this.steady = new Map(steadyRates.map((rate) => [rate, new Measured()]));
  }

  /**
   * In rooms opened for that run alone: some servers hang up on those who wait for their turn, and never hand on
   * anything again where they were sent more than they could store.
   */
  async measure(run: number): Promise<void> {
    const { peer } = this;
    const opened = await Rooms.open(peer, rooms, run * rooms);
    const noteCpu = async (measured: Measured, send: () => Promise<RelayRun>): Promise<void> => {
      const before = processSeconds(peer.pid);
      measured.note(await send(), processSeconds(peer.pid) - before);
    };
    try {
      // Not counted: the compiler warms up.
      await opened.race(1, 3, expectedPerSecond);
      for (const [rate, measured] of this.steady)
        await noteCpu(measured, () => opened.run(rate, secondsPerRun));
      await noteCpu(this.most, () => opened.race(ahead, secondsPerRun, expectedPerSecond));
    } finally {
      this.#lost += opened.lost;
      opened.close();
    }
  }

  figures(): Figure[] {
    const { name } = this.peer;
    return [
      ...[...this.steady].flatMap(([rate, measured]) => measured.figures(`${name}, ${rate}/s`)),
      ...this.most.figures(`${name}, at most`),
      { name: `${name}: most it takes`, runs: this.most.rate, unit: '/s', target: null },
      { name: `${name}: updates never handed on`, runs: [this.#lost], unit: '', target: null },
    ];
  }
}

/** Runs of one server beside those of another, as times, at every rate. */
function cpuBeside(name: string, ours: Competitor, theirs: Competitor, target: number | null): Figure[] {
  const at = (rate: string, one: Measured, other: Measured): Figure => {
    return { name: `CPU, ${name}, ${rate}`, runs: times(one.cpu, other.cpu), unit: '×', target };
  };
  return [
    ...rates.map((rate) => at(`${rate}/s`, ours.steady.get(rate)!, theirs.steady.get(rate)!)),
    at('at most', ours.most, theirs.most),
  ];
}

/** What a relayed update costs each server, how many go through, and how late they are. */
export async function measureRelay(say: (line: string) => void): Promise<Figure[]> {
  const open: Competitor[] = [];
  const enter = async (start: Promise<Peer>, steadyRates = rates): Promise<Competitor> => {
    const competitor = new Competitor(await start, steadyRates);
    open.push(competitor);
    return competitor;
  };
  try {
    say(`${rooms} rooms in each server, with a writer and a reader in each`);
    const relay = await enter(startRawRelay());
    const hocuspocus = await enter(startHocuspocus());
    // It stores fewer than that.
    const storing = await enter(startHocuspocus({ storesEvery: true }), []);
    await enter(startYWebsocketServer());
    const komod = await enter(startKomod(rooms));
    const onPostgres = await enter(startKomod(rooms, 'PostgreSQL'));
    for (let run = 1; run <= runs; run += 1)
      for (const competitor of open) {
        say(`Run ${run} of ${runs}: ${competitor.peer.name}`);
        await competitor.measure(run);
      }
    const most = (name: string, target: number, other: Competitor): Figure =>
      atLeast(target, `updates/s, Komod ÷ ${name}`, times(komod.most.rate, other.most.rate));
    return [
      ...open.flatMap((competitor) => competitor.figures()),
      ...cpuBeside('Komod ÷ raw relay', komod, relay, 2),
      ...cpuBeside('Komod ÷ Hocuspocus', komod, hocuspocus, 0.6),
      most('Hocuspocus', 2.5, hocuspocus),
      most('Hocuspocus storing every update', 10, storing),
      {
        name: 'p99 at most, Komod ÷ Hocuspocus',
        runs: times(komod.most.p99, hocuspocus.most.p99),
        unit: '×',
        target: 1,
      },
      ...cpuBeside('PostgreSQL ÷ SQLite (our process)', onPostgres, komod, null),
      {
        name: 'updates/s, PostgreSQL ÷ SQLite',
        runs: times(onPostgres.most.rate, komod.most.rate),
        unit: '×',
        target: null,
      },
    ];
  } finally {
    for (const { peer } of open) await peer.close();
  }
}

/** How late an update is that others hear only once it is on disk, where nothing is in a hurry. */
export async function measurePush(say: (line: string) => void, store: Store): Promise<Figure[]> {
  const komod = await startKomod(manyRooms, store);
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
