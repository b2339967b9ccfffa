import { openCookieSocket } from '@komod/testkit/cookie-socket';
import { waitUntil } from '@komod/testkit/wait-until';
import * as Y from 'yjs';
import type { Peer, PeerAddress } from '../peers/peer.ts';

const quietMs = 200;
const settleMs = 10_000;
const mark = ', number ';

/** The newest edit that an update brings. */
function editIn(message: Uint8Array): number {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  return Number.parseInt(bytes.toString('latin1', bytes.lastIndexOf(mark) + mark.length), 10);
}

/** One who edits and one who looks on, each with a socket of its own. */
class Room {
  readonly #peer: Peer;
  readonly #index: number;
  readonly #doc = new Y.Doc();
  readonly #listing = new Y.Map<unknown>();
  readonly #ready: Uint8Array<ArrayBuffer>[] = [];
  /** In the order sent. */
  readonly #underWay: { edit: number; at: number }[] = [];
  #writer: WebSocket | null = null;
  #reader: WebSocket | null = null;
  #made = 0;
  #sent = 0;
  latencies: number[] = [];
  onArrived: () => void = () => undefined;

  constructor(peer: Peer, index: number) {
    this.#peer = peer;
    this.#index = index;
    this.#doc.on('update', (update: Uint8Array) => this.#ready.push(peer.wrap(index, update)));
    this.#listing.set('title', `Linen blazer${mark}${(this.#made = 1)}`);
    // Of its own, also where others wrote before.
    this.#doc.getMap('listings').set(`draft-${this.#doc.clientID}`, this.#listing);
  }

  get waiting(): number {
    return this.#underWay.length;
  }

  /** Returns how many were under way. */
  giveUp(): number {
    return this.#underWay.splice(0).length;
  }

  async open(): Promise<void> {
    this.#reader = await this.#socket((message) => {
      if (!this.#peer.isUpdate(message)) return;
      // A server may hand on several at once.
      const newest = editIn(message);
      const now = performance.now();
      while ((this.#underWay[0]?.edit ?? Infinity) <= newest) {
        this.latencies.push(now - this.#underWay.shift()!.at);
        this.onArrived();
      }
    });
    this.#writer = await this.#socket(() => undefined);
    // The reader's place in the room is certain once it has heard something.
    await waitUntil(`${this.#peer.name} to hand on an update`, () => {
      if (this.latencies.length > 0) return true;
      this.send();
      return false;
    });
    // Those sent before that may never come.
    await new Promise((resolve) => setTimeout(resolve, quietMs));
    this.#underWay.length = 0;
  }

  async openQuiet(): Promise<void> {
    this.#writer = await this.#socket(() => undefined);
    this.#writer.send(this.#ready.shift()!);
  }

  /** Makes so many edits ready, so that sending costs the load next to nothing. */
  prepare(count: number): void {
    while (this.#ready.length < count) {
      this.#made += 1;
      this.#listing.set('title', `Linen blazer${mark}${this.#made}`);
    }
  }

  send(): void {
    if (this.#ready.length === 0) this.prepare(8);
    this.#sent += 1;
    this.#underWay.push({ edit: this.#sent, at: performance.now() });
    this.#writer?.send(this.#ready.shift()!);
  }

  close(): void {
    this.#reader?.close();
    this.#writer?.close();
  }

  async #socket(hear: (message: Uint8Array) => void): Promise<WebSocket> {
    const { url, ...options }: PeerAddress = this.#peer.addressOf(this.#index);
    const socket = openCookieSocket(url, options);
    socket.binaryType = 'arraybuffer';
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error(`${this.#peer.name} does not let ${url} in`)));
    });
    socket.addEventListener('message', ({ data }) => {
      if (data instanceof ArrayBuffer) hear(new Uint8Array(data));
    });
    for (const message of this.#peer.greetings(this.#index)) socket.send(message);
    return socket;
  }
}

/** What one run of updates was to those who looked on. */
export interface RelayRun {
  updates: number;
  seconds: number;
  /** From sending to another socket's hearing of it, ms each. */
  latencies: number[];
}

/** Rooms of one server, each with a writer and a reader. */
export class Rooms {
  readonly #rooms: Room[];
  #lost = 0;

  private constructor(rooms: Room[]) {
    this.#rooms = rooms;
  }

  /** @param from the first of them. */
  static async open(peer: Peer, count: number, from = 0): Promise<Rooms> {
    const rooms = Array.from({ length: count }, (_, index) => new Room(peer, from + index));
    await Promise.all(rooms.map((room) => room.open()));
    return new Rooms(rooms);
  }

  /**
   * One socket in each room from `from` to `until`, with a small document that is written once, so many opened at a
   * time. Returns the end of them.
   */
  static async openQuiet(peer: Peer, from: number, until: number, atOnce: number): Promise<() => void> {
    const rooms: Room[] = [];
    for (let start = from; start < until; start += atOnce) {
      const some = Array.from(
        { length: Math.min(atOnce, until - start) },
        (_, index) => new Room(peer, start + index),
      );
      await Promise.all(some.map((room) => room.openQuiet()));
      rooms.push(...some);
    }
    return () => rooms.forEach((room) => room.close());
  }

  /** At a steady rate, one room after the other. */
  async run(updatesPerSecond: number, seconds: number): Promise<RelayRun> {
    const each = Math.ceil((updatesPerSecond * seconds) / this.#rooms.length);
    for (const room of this.#rooms) {
      room.prepare(each);
      room.latencies = [];
    }
    const startedAt = performance.now();
    let sent = 0;
    for (;;) {
      const elapsed = (performance.now() - startedAt) / 1000;
      for (; sent < Math.min(elapsed, seconds) * updatesPerSecond; sent += 1)
        this.#rooms[sent % this.#rooms.length]!.send();
      if (elapsed >= seconds) break;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await this.#settled();
    return this.#told(sent, seconds);
  }

  /** As fast as they arrive: each room always has `ahead` updates under way. */
  async race(ahead: number, seconds: number, expectedPerSecond: number): Promise<RelayRun> {
    for (const room of this.#rooms) {
      room.prepare(Math.ceil((expectedPerSecond * seconds) / this.#rooms.length));
      room.latencies = [];
    }
    let sent = 0;
    const startedAt = performance.now();
    const isOver = () => performance.now() - startedAt >= seconds * 1000;
    for (const room of this.#rooms) {
      room.onArrived = () => {
        if (isOver()) return;
        sent += 1;
        room.send();
      };
      for (let index = 0; index < ahead; index += 1) {
        sent += 1;
        room.send();
      }
    }
    await waitUntil('the race to end', isOver, seconds * 4000);
    await this.#settled();
    for (const room of this.#rooms) room.onArrived = () => undefined;
    return this.#told(sent, (performance.now() - startedAt) / 1000);
  }

  /** Updates that never reached the reader, of all runs. */
  get lost(): number {
    return this.#lost;
  }

  close(): void {
    for (const room of this.#rooms) room.close();
  }

  /** What did not arrive by then never will: some servers lose updates that they were sent in a hurry. */
  async #settled(): Promise<void> {
    const isOver = () => this.#rooms.every(({ waiting }) => waiting === 0);
    await waitUntil('all updates to arrive', isOver, settleMs).catch(() => undefined);
    for (const room of this.#rooms) this.#lost += room.giveUp();
  }

  #told(updates: number, seconds: number): RelayRun {
    return { updates, seconds, latencies: this.#rooms.flatMap(({ latencies }) => latencies) };
  }
}
