import { anyShape } from '@komod/testkit/any-shape';
import { createHub, type Hub } from '../../src/server/hub.ts';
import type { ConnectRequest } from '../../src/server/connection.ts';
import type { WireLimits } from '../../src/wire/limits.ts';
import type { Host, Network } from './network.ts';
import type { Store } from './simulated-store.ts';
import { Process } from './world.ts';

export const closet = 'closet/a';
export const shelf = 'shelf/a';

/** One life of the server's program. */
class ServerLife implements Host {
  readonly process: Process;
  readonly hub: Hub;

  constructor(process: Process, store: Store, limits: WireLimits) {
    this.process = process;
    this.hub = createHub({
      log: store.openFor(process),
      clock: process,
      schedule: (flush) => process.later(0, flush),
      random: process.random,
      limits,
      access: (document) => (document === shelf ? 'server' : 'owner'),
      shape: () => anyShape,
      seal: (words) => `sealed ${words}`,
      logger: { warn: () => {}, error: () => {} },
    });
  }

  connect(request: ConnectRequest): void {
    void this.hub.connect(request);
  }
  receive = (id: string, message: Uint8Array): void => this.hub.receive(id, message);
  disconnect = (id: string): void => this.hub.disconnect(id);
}

/** The server's machine: a store that stays, and one program after the other. */
export class Server {
  readonly #network: Network;
  readonly #store: Store;
  readonly #limits: WireLimits;
  #life: ServerLife | null = null;
  #lives = 0;

  constructor(network: Network, store: Store, limits: WireLimits) {
    this.#network = network;
    this.#store = store;
    this.#limits = limits;
  }

  get process(): Process | null {
    return this.#life?.process.isAlive ? this.#life.process : null;
  }

  start(): void {
    if (this.process) return;
    const process = new Process(this.#network.world, `server ${++this.#lives}`);
    process.run(() => {
      this.#life = new ServerLife(process, this.#store, this.#limits);
    });
    this.#network.host = this.#life;
    // The machine lives on, and says that its program is gone.
    process.whenDead(() => this.#network.reset(process));
  }

  /** `silently`: with its machine, so that nobody is told. */
  crash(silently: boolean): void {
    if (silently && this.process) this.#network.forget(this.process);
    this.process?.kill();
  }

  /** Ends in order; the process is gone when everything is committed and said. */
  drain(): void {
    const life = this.#life;
    life?.process.run(() => void life.hub.drain().then(() => life.process.kill()));
  }

  write(change: Parameters<Hub['edit']>[1]): void {
    const life = this.#life;
    life?.process.run(() => void life.hub.edit(shelf, change).catch(() => {}));
  }
}
