import type * as Y from 'yjs';
import type { LocalStore } from './local-store.ts';

export interface IdentityEnvironment {
  /** 0 up to 1, exclusive. */
  random(): number;
  /** Holds `name` for this tab alone until the returned function is called; `null` when another has it. */
  hold?(name: string): Promise<(() => void) | null>;
}

/**
 * The client id that the sessions of one device share, so that a document does not remember one for each of them.
 * A client id must never write the same clock twice. So one tab at a time may use it, and only when everything
 * ever written with it is in the document: what the server has, and what other tabs left on the disk.
 */
export class DeviceIdentity {
  readonly #name: string;
  readonly #environment: IdentityEnvironment;
  readonly #store: LocalStore;
  #claim: Promise<void> | null = null;
  #release: (() => void) | null = null;
  #id: number | null = null;

  constructor(name: string, environment: IdentityEnvironment, store: LocalStore) {
    this.#name = name;
    this.#environment = environment;
    this.#store = store;
  }

  /** Once claimed; goes with each connection, so that the server ends an older one first. */
  get param(): Record<string, string> {
    return this.#id === null ? {} : { device: `${this.#id}` };
  }

  /** Settles when it is known whether this session may use the id. */
  claim(): Promise<void> {
    return (this.#claim ??= this.#take());
  }

  /**
   * While its line is open `doc` writes with the id of the device. Call after the first answer of the server over it.
   * @param mayBegin still connected, and nothing written in this session with another id.
   */
  async adopt(doc: Y.Doc, mayBegin: (id: number) => boolean): Promise<void> {
    const id = this.#id;
    if (id === null || doc.clientID === id || !mayBegin(id) || !(await this.#store.refresh())) return;
    if (mayBegin(id) && this.#id === id) doc.clientID = id;
  }

  /**
   * While no line keeps others out, somebody else may write with the id: a device that was made from a copy of this
   * one's disk. What is written meanwhile, and in this session after that, has another id.
   */
  leave(doc: Y.Doc): void {
    if (this.#id !== null && doc.clientID === this.#id) doc.clientID = this.newId();
  }

  /** Whoever else may have it: this device takes another one next time. Returns when that is on disk. */
  async drop(doc: Y.Doc): Promise<void> {
    this.leave(doc);
    this.#id = null;
    await this.#store.put({ device: null });
  }

  /** The disk has forgotten it. */
  forget(): void {
    this.#id = null;
  }

  async close(): Promise<void> {
    await this.#claim;
    this.#release?.();
  }

  async #take(): Promise<void> {
    const marks = await this.#store.whenLoaded;
    // Which of its clocks a server of another history may have lost is told by the history alone.
    const device = marks?.history ? marks.device : null;
    this.#release = (await this.#environment.hold?.(this.#name)) ?? null;
    if (!this.#release) return;
    const id = device ?? this.newId();
    if (device === null) await this.#store.put({ device: id });
    this.#id = id;
  }

  /** A number that nothing had before. */
  newId(): number {
    return Math.floor(this.#environment.random() * 0xffff_ffff) + 1;
  }
}
