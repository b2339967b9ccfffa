import * as Y from 'yjs';
import { openReplica, type Replica } from '../../src/client/replica.ts';
import type { WireLimits } from '../../src/wire/limits.ts';
import { Disk } from './disk.ts';
import type { Network } from './network.ts';
import { closet, shelf } from './server.ts';
import { tabsOf } from './tabs.ts';
import { Process } from './world.ts';

export const tabsOfDevice = 3;

/** One page of the app: its own memory over the device's one disk. */
export interface Tab {
  readonly process: Process;
  readonly closet: Replica;
  readonly shelf: Replica;
}

/** A phone: a disk, and tabs that come and go. */
export class Device {
  readonly name: string;
  readonly disk: Disk;
  readonly tabs: (Tab | null)[] = Array.from({ length: tabsOfDevice }, () => null);
  skewMs = 0;
  readonly #network: Network;
  readonly #limits: WireLimits;
  readonly #onOpened: (tab: Tab, device: Device) => void;
  #opened = 0;

  constructor(
    name: string,
    network: Network,
    limits: WireLimits,
    onOpened: (tab: Tab, device: Device) => void,
  ) {
    this.name = name;
    this.disk = new Disk(network.world);
    this.#network = network;
    this.#limits = limits;
    this.#onOpened = onOpened;
  }

  get living(): Tab[] {
    return this.tabs.filter((tab) => tab?.process.isAlive) as Tab[];
  }

  open(index: number): void {
    if (this.tabs[index]?.process.isAlive) return;
    const process = new Process(this.#network.world, `${this.name} tab ${index + 1}.${++this.#opened}`);
    process.indexedDB = this.disk.factoryOf(process);
    process.skewMs = this.skewMs;
    process.run(() => {
      const [its, read] = [this.#openReplica(process, closet), this.#openReplica(process, shelf)];
      const tab = { process, closet: its, shelf: read };
      this.tabs[index] = tab;
      this.#onOpened(tab, this);
      for (const replica of [its, read]) replica.connect({ url: 'wss://komod.test/sync' });
    });
  }

  /** The person closes the tab: the page may say goodbye, or does not get to it. */
  close(index: number): void {
    const tab = this.tabs[index];
    tab?.process.run(() => {
      const done = Promise.all([tab.closet.close(), tab.shelf.close()]);
      void done.then(() => tab.process.kill());
    });
  }

  losePower(): void {
    for (const line of this.#network.linesOf(this.name)) line.lose('up');
    for (const tab of this.living) tab.process.kill();
    this.disk.losePower();
  }

  /** What the disk holds of a document now. */
  kept(document: string): Y.Doc {
    const doc = new Y.Doc();
    const database = this.disk.databases.find(({ name }) => name === document);
    for (const update of database?.rows.stores.get('updates')?.values() ?? [])
      Y.applyUpdate(doc, update as Uint8Array);
    return doc;
  }

  #openReplica(process: Process, document: string): Replica {
    return openReplica({
      document,
      databaseName: document,
      readOnly: document === shelf,
      limits: this.#limits,
      environment: {
        WebSocket: this.#network.socketClass(process, this.name),
        now: process.now,
        setTimeout: process.setTimeout,
        clearTimeout: process.clearTimeout,
        random: process.random,
        hold: (name) => this.disk.locks.hold(process, name),
        tabs: tabsOf(process, this.disk.locks, this.disk.channels),
        indexedDB: process.indexedDB as IDBFactory,
      },
    });
  }
}
