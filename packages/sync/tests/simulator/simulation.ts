import * as Y from 'yjs';
import { wireLimits, type WireLimits } from '../../src/wire/limits.ts';
import { canonical } from '../canonical.ts';
import { Device, type Tab } from './device.ts';
import { type Direction } from './line.ts';
import { Network, type Reach } from './network.ts';
import { Oracle, tokenOf } from './oracle.ts';
import { Server, shelf } from './server.ts';
import { Store } from './simulated-store.ts';
import { World } from './world.ts';

/**
 * What never meets in one run, because the engine does not survive it: the server put back to an older copy that
 * nobody told it of, and a device that forgets what it has sent. The device would write the same clocks once more.
 */
export type Calamity = 'untold restores' | 'power losses';

/** Waits of whole seconds protect a server from thousands of clients; here they would only be waited for. */
const limits: WireLimits = {
  ...wireLimits,
  compactAfterUpdates: 12,
  storedPieceBytes: 64,
  reconnectJitterMs: 1_000,
  refusedRetryMs: 500,
  awakeMs: 300_000,
  awakeMsPerKib: 0,
};

/** Some devices, one server, and everything that can go wrong between and in them. */
export class Simulation {
  readonly world: World;
  readonly network: Network;
  readonly store = new Store();
  readonly server: Server;
  readonly devices: readonly Device[];
  readonly oracle: Oracle;
  readonly story: string[] = [];
  isHealed = false;
  #tokens = 0;
  #writes = 0;
  readonly #calamity: Calamity;
  #unproven: string | null = null;
  /** The shelf as each timeline that was left had told it at last. */
  readonly #told = new Map<string, string>();

  constructor(seed: number, deviceNames: readonly string[], calamity: Calamity) {
    this.#calamity = calamity;
    this.world = new World(seed);
    this.network = new Network(this.world);
    this.server = new Server(this.network, this.store, limits);
    this.devices = deviceNames.map(
      (name) => new Device(name, this.network, limits, (tab, device) => this.oracle.watch(tab, device)),
    );
    this.oracle = new Oracle(this.store, this.devices, (what) => this.world.faults.push(what));
    this.server.start();
  }

  tell(what: string): void {
    this.story.push(`${(this.world.elapsed / 1000).toFixed(3).padStart(7)} s  ${what}`);
  }

  /** Writes something that was never written before, somewhere in the closet. */
  edit({ process, closet }: Tab): void {
    const { random } = this.world;
    const token = tokenOf(++this.#tokens);
    this.tell(`${process.name} writes ${token}`);
    process.run(() => {
      const { doc } = closet;
      closet.tag(token);
      const text = doc.getText('t');
      const list = doc.getArray<string>('a');
      const kind = random.between(0, 3);
      if (kind === 0) doc.getMap('m').set(token, random.between(0, 9));
      if (kind === 1) doc.getMap('m').set('price', random.between(0, 99));
      if (kind === 1) doc.getMap('m').set(token, new Y.Map([['description', new Y.Text('wool')]]));
      if (kind === 2) list.insert(random.between(0, list.length), [token]);
      if (kind === 3) {
        const places = [0, ...Array.from(text.toJSON().matchAll(/›/g), ({ index }) => index + 1)];
        text.insert(random.pick(places), token);
      }
    });
  }

  /** Takes away one entry of the list. */
  erase({ process, closet }: Tab): void {
    process.run(() => {
      const list = closet.doc.getArray<string>('a');
      if (list.length === 0) return;
      const at = this.world.random.between(0, list.length - 1);
      this.tell(`${process.name} takes ${list.get(at)} away`);
      this.oracle.deleted(list.get(at));
      list.delete(at);
    });
  }

  /**
   * The server writes: a counter, and a list of which only the newest stay. Not while an older store that nobody told
   * it of waits for the proof: had it written as far again as somebody had seen, there would be none.
   */
  writeShelf(): void {
    if (this.#unproven === this.store.log.timeline()) return;
    const count = ++this.#writes;
    this.tell(`the server writes ${count} on the shelf`);
    this.server.write((doc) => {
      doc.getMap('m').set('count', count);
      const list = doc.getArray('a');
      list.push([count]);
      if (list.length > 5) list.delete(0, list.length - 5);
    });
  }

  kill(device: Device, index: number): void {
    const tab = device.tabs[index];
    if (!tab?.process.isAlive) return;
    tab.process.kill();
    this.oracle.checkDisk(device, [tab]);
  }

  /** All tabs die at once; with the power goes what the disk had not flushed. */
  stop(device: Device): void {
    const dead = device.living;
    const losesPower = this.#calamity === 'power losses';
    this.tell(`${device.name} ${losesPower ? 'loses power' : 'is stopped'}`);
    if (losesPower) device.losePower();
    for (const { process } of dead) process.kill();
    this.oracle.checkDisk(device, losesPower ? [] : dead);
  }

  wipe(device: Device): void {
    for (const tab of device.living) tab.process.kill();
    device.disk.wipe();
    this.oracle.wiped(device);
  }

  reach(device: Device, reach: Reach): void {
    this.network.setReach(device.name, reach);
    if (reach === 'away') for (const line of this.network.linesOf(device.name)) line.cut();
    if (reach === 'silent') this.onLines(device, (line, direction) => line.stall(direction));
  }

  onLines(device: Device, work: (line: Network['lines'][number], direction: Direction) => void): void {
    for (const line of this.network.linesOf(device.name))
      for (const direction of ['up', 'down'] as const) work(line, direction);
  }

  /** The browser says that the network is back. */
  online(device: Device): void {
    for (const tab of device.living)
      tab.process.run(() => {
        tab.closet.retryNow();
        tab.shelf.retryNow();
      });
  }

  restore(mayBeUntold: boolean): void {
    const isTold = !mayBeUntold || this.#calamity !== 'untold restores';
    this.tell(`the backup is restored${isTold ? '' : ', and nothing tells'}`);
    this.server.crash(false);
    const [left, last] = [this.store.log.timeline(), canonical(this.store.durable(shelf))];
    if (!this.store.restore()) return;
    if (this.#unproven !== left) this.#told.set(left, last);
    const timeline = this.store.log.timeline();
    if (isTold) void this.store.log.renewTimeline();
    else if (this.#told.get(timeline) !== canonical(this.store.durable(shelf))) this.#unproven = timeline;
  }

  /** From here on nothing goes wrong any more. */
  heal(): void {
    this.isHealed = true;
    this.store.faultRate = 0;
    this.store.slowMs = 2;
    this.server.start();
    for (const device of this.devices) {
      device.disk.faultRate = 0;
      this.network.setReach(device.name, 'there');
      for (const line of this.network.linesOf(device.name)) line.heal();
      for (const { process } of device.living) {
        process.dieAfter(Infinity);
        process.thaw();
      }
      // Somebody looks into what tabs that died have left.
      device.tabs[0]?.process.kill();
      device.open(0);
    }
    this.server.process?.dieAfter(Infinity);
  }
}
