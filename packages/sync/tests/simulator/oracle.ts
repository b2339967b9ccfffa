import * as Y from 'yjs';
import { encodeWhole } from '../../src/client/whole-answer.ts';
import { canonical } from '../canonical.ts';
import type { Device, Tab } from './device.ts';
import { closet, shelf } from './server.ts';
import type { Store } from './simulated-store.ts';

export const tokenOf = (count: number): string => `‹${count}›`;

const tokensOf = (doc: Y.Doc): string[] => canonical(doc).match(/‹\d+›/g) ?? [];

/** True when `part` holds anything that `whole` does not: content, or with `deletions` a deletion. */
function lacks(whole: Y.Doc, part: Y.Doc, deletions: boolean): boolean {
  const missing = encodeWhole(part, Y.encodeStateVector(whole));
  if (missing[0] !== 0 || !deletions) return missing[0] !== 0;
  let isNew = false;
  whole.once('update', () => (isNew = true));
  Y.applyUpdate(whole, missing);
  return isNew;
}

/** Knows what must never be, and what must be in the end. */
export class Oracle {
  readonly #store: Store;
  readonly #devices: readonly Device[];
  readonly #fail: (what: string) => void;
  readonly #deleted = new Set<string>();
  readonly #kept = new Map<Device, Set<string>>();
  #promised = new Set<string>();
  /** How many restores there had been when the line of a tab opened. */
  readonly #opened = new Map<Tab, number>();
  /** How often something was called safe. */
  safe = 0;

  constructor(store: Store, devices: readonly Device[], fail: (what: string) => void) {
    this.#store = store;
    this.#devices = devices;
    this.#fail = fail;
  }

  deleted(token: string): void {
    this.#deleted.add(token);
  }

  /** What a tab calls safe is durable. */
  watch(tab: Tab, device: Device): void {
    const { closet: replica, process } = tab;
    let [wasSafe, wasOpen] = [false, false];
    // What a tab hears over another one is as old as that one's line, also when that has ended meanwhile.
    const oldest = () => Math.min(...device.living.map((other) => this.#opened.get(other) ?? Infinity));
    const isOfThisStore = () => oldest() >= this.#store.restores;
    void replica.whenLoaded.then(() => {
      if (!process.isAlive || this.#store.restores > 0 || replica.status().local === 'failed') return;
      if (replica.status().unacked === null && lacks(this.#store.durable(closet), replica.doc, true))
        this.#fail(`${process.name} does not know that its work has never left`);
    });
    replica.subscribe(() => {
      if (!process.isAlive) return;
      const { synced, unacked, link } = replica.status();
      if (link !== 'open') this.#opened.delete(tab);
      else if (!wasOpen) this.#opened.set(tab, Math.min(oldest(), this.#store.restores));
      wasOpen = link === 'open';
      const isSafe = synced && unacked === null;
      if (isSafe && !wasSafe && isOfThisStore()) {
        this.safe++;
        // A server that lost deletions does not say so; it hears of them with the next step 2.
        if (lacks(this.#store.durable(closet), replica.doc, this.#store.restores === 0))
          this.#fail(`${process.name} calls safe what is not durable`);
      }
      wasSafe = isSafe;
    });
  }

  /** What is flushed outlives everything but the disk itself. */
  flush(tab: Tab, device: Device): void {
    tab.process.run(() => {
      const tokens = tokensOf(tab.closet.doc);
      const note = () => {
        const kept = this.#kept.get(device) ?? new Set();
        this.#kept.set(device, kept);
        for (const token of tokens) kept.add(token);
      };
      tab.closet.flushed().then(note, () => {});
    });
  }

  wiped(device: Device): void {
    this.#kept.delete(device);
  }

  /** Called when tabs died. */
  checkDisk(device: Device, dead: readonly Tab[] = []): void {
    const found = new Set(tokensOf(device.kept(closet)));
    const kept = new Set(this.#kept.get(device));
    for (const { closet: replica } of dead)
      if (replica.status().local === 'kept') for (const token of tokensOf(replica.doc)) kept.add(token);
    for (const token of kept)
      if (!found.has(token) && !this.#deleted.has(token))
        this.#fail(`the disk of ${device.name} has lost ${token}`);
  }

  /** Everything that anybody holds now must be there in the end. */
  remember(): void {
    const holders = [this.#store.durable(closet)];
    for (const device of this.#devices) {
      holders.push(device.kept(closet));
      for (const tab of device.living) holders.push(tab.closet.doc);
    }
    this.#promised = new Set(holders.flatMap(tokensOf).filter((token) => !this.#deleted.has(token)));
  }

  /** `null` when everybody is in step, else who is not. */
  difference(mayRedial = false): string | null {
    const truth = new Map([closet, shelf].map((name) => [name, canonical(this.#store.durable(name))]));
    for (const device of this.#devices) {
      for (const tab of device.living) {
        for (const replica of [tab.closet, tab.shelf]) {
          const { synced, unacked, link } = replica.status();
          const name = `${tab.process.name} ${replica.document}`;
          if (!synced && !mayRedial) return `${name} is ${link}`;
          if (unacked !== null) return `${name} has work that is not safe`;
          if (canonical(replica.doc) !== truth.get(replica.document))
            return `${name} differs from the server`;
        }
      }
    }
    return null;
  }

  /** @param mayRedial of those who were in step just before. */
  checkEnd(mayRedial: boolean): void {
    const difference = this.difference(mayRedial);
    if (difference !== null) this.#fail(`in the end ${difference}`);
    const tokens = tokensOf(this.#store.durable(closet));
    const found = new Set(tokens);
    if (found.size < tokens.length) {
      const twice = tokens.find((token, index) => tokens.indexOf(token) !== index);
      this.#fail(`${twice} is there twice`);
    }
    for (const token of this.#promised)
      if (!found.has(token) && !this.#deleted.has(token)) this.#fail(`${token} is lost`);
    for (const device of this.#devices) this.checkDisk(device);
  }
}
