import { drainMicrotasks } from 'bun:jsc';
import type { Process } from './world.ts';

type Row = [store: string, key: IDBValidKey, value: unknown];
type Range = { lower: number; lowerOpen: boolean; upper: number; upperOpen: boolean };

/** Rows of all stores: `undefined` is no row. */
class Rows {
  readonly stores = new Map<string, Map<IDBValidKey, unknown>>();
  nextKey = 1;

  copy(): Rows {
    const copy = new Rows();
    for (const [name, rows] of this.stores) copy.stores.set(name, new Map(rows));
    copy.nextKey = this.nextKey;
    return copy;
  }

  set([store, key, value]: Row): Row {
    const rows = this.stores.get(store)!;
    const before: Row = [store, key, rows.get(key)];
    if (value === undefined) rows.delete(key);
    else rows.set(key, value);
    return before;
  }
}

class Target {
  readonly #listeners: [string, (event: unknown) => void][] = [];

  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.#listeners.push([type, listener]);
  }

  emit(type: string, target: unknown = this): void {
    const event = { type, target };
    (this as unknown as Record<string, ((event: unknown) => void) | null | undefined>)[`on${type}`]?.(event);
    for (const [wanted, listener] of this.#listeners.slice()) {
      if (wanted !== type) continue;
      listener(event);
      // A browser does so behind each of them.
      drainMicrotasks();
    }
  }
}

export class Request extends Target {
  result: unknown = undefined;
  error: Error | null = null;
}

/** What goes wrong on a disk: asked before each step, by its name. */
export type DiskFault = (step: 'open' | 'begin' | 'request' | 'commit') => boolean;

/** One database of one device. Transactions come one after the other, whoever began them. */
export class Database {
  readonly name: string;
  readonly fails: DiskFault;
  rows = new Rows();
  /** As it would be found after the power was lost, but for `unflushed`: each a transaction, oldest first. */
  #flushed = new Rows();
  #unflushed: Row[][] = [];
  #queue: Transaction[] = [];

  constructor(name: string, fails: DiskFault) {
    this.name = name;
    this.fails = fails;
  }

  enqueue(transaction: Transaction): void {
    if (this.#queue.push(transaction) === 1) transaction.begin();
  }

  finish(transaction: Transaction): void {
    const wasFirst = this.#queue[0] === transaction;
    this.#queue = this.#queue.filter((other) => other !== transaction);
    if (wasFirst) this.#queue[0]?.begin();
  }

  keep(changes: Row[], isFlushed: boolean): void {
    this.#unflushed.push(changes);
    if (isFlushed) this.flush();
  }

  flush(): void {
    this.#flushed = this.rows.copy();
    this.#unflushed = [];
  }

  /** Of what was not flushed the first so many transactions are found again. */
  losePower(kept: (of: number) => number): void {
    const count = kept(this.#unflushed.length);
    const { nextKey } = this.rows;
    this.rows = this.#flushed.copy();
    for (const changes of this.#unflushed.slice(0, count)) for (const row of changes) this.rows.set(row);
    this.rows.nextKey = nextKey;
    this.flush();
  }
}

/** `IDBDatabase`, as far as y-indexeddb and the local store use it. */
export class Connection extends Target {
  readonly database: Database;
  readonly process: Process;
  #isClosed = false;

  constructor(database: Database, process: Process) {
    super();
    this.database = database;
    this.process = process;
  }

  createObjectStore(name: string): void {
    this.database.rows.stores.set(name, new Map());
  }

  transaction(_stores: string[], mode = 'readonly', options: IDBTransactionOptions = {}): Transaction {
    // A connection that was lost stays lost.
    this.#isClosed ||= this.database.fails('begin');
    if (this.#isClosed) throw new Error('InvalidStateError');
    return new Transaction(this, mode === 'readwrite', options.durability === 'strict');
  }

  close(): void {
    this.#isClosed = true;
  }
}

export class Transaction extends Target {
  readonly connection: Connection;
  readonly #isWriting: boolean;
  readonly #isStrict: boolean;
  #work: { request: Request; run: () => unknown }[] = [];
  #changes: Row[] = [];
  #before: Row[] = [];
  #isEnded = false;

  constructor(connection: Connection, isWriting: boolean, isStrict: boolean) {
    super();
    this.connection = connection;
    this.#isWriting = isWriting;
    this.#isStrict = isStrict;
    const { database, process } = connection;
    if (!process.isAlive) return;
    process.transactions++;
    process.whenDead(() => this.#undo());
    database.enqueue(this);
  }

  objectStore(name: string): ObjectStore {
    return new ObjectStore(this, name);
  }

  begin(): void {
    this.#next();
  }

  ask(run: () => unknown): Request {
    if (this.#isEnded) throw new Error('TransactionInactiveError');
    const request = new Request();
    this.#work.push({ request, run });
    return request;
  }

  /** The events come later, as in a browser. */
  abort(): void {
    if (this.#isEnded) throw new Error('InvalidStateError');
    this.#undo();
    this.connection.process.later(0, () => this.#tellAbort());
  }

  set(row: Row): void {
    this.#changes.push(row);
    this.#before.push(this.connection.database.rows.set(row));
  }

  #next(): void {
    const { process } = this.connection;
    process.later(process.world.random.next() * 0.5, () => this.#step());
  }

  #step(): void {
    if (this.#isEnded) return;
    const { process, database } = this.connection;
    const work = this.#work.shift();
    if (!work) return this.#commit();
    const { request, run } = work;
    if (database.fails('request')) {
      request.error = new Error('UnknownError');
      for (const target of [request, this, this.connection]) target.emit('error', request);
      return this.#abort();
    }
    request.result = run();
    request.emit('success');
    if (process.isAlive) this.#next();
  }

  #commit(): void {
    const { process, database } = this.connection;
    if (this.#isWriting && database.fails('commit')) return this.#abort();
    if (this.#isWriting && !process.acts()) return;
    this.#end();
    if (this.#changes.length > 0) database.keep(this.#changes, this.#isStrict);
    database.finish(this);
    this.emit('complete');
  }

  #abort(): void {
    this.#undo();
    this.#tellAbort();
  }

  #tellAbort(): void {
    for (const target of [this, this.connection]) target.emit('abort', this);
  }

  #end(): void {
    this.#isEnded = true;
    this.connection.process.transactions--;
  }

  #undo(): void {
    if (this.#isEnded) return;
    this.#end();
    const { database } = this.connection;
    for (const row of this.#before.reverse()) database.rows.set(row);
    database.finish(this);
  }
}

const isIn = (range: Range | null | undefined, key: IDBValidKey): boolean =>
  !range ||
  (typeof key === 'number' &&
    (range.lowerOpen ? key > range.lower : key >= range.lower) &&
    (range.upperOpen ? key < range.upper : key <= range.upper));

class ObjectStore {
  readonly #transaction: Transaction;
  readonly #name: string;

  constructor(transaction: Transaction, name: string) {
    this.#transaction = transaction;
    this.#name = name;
  }

  get transaction(): Transaction {
    return this.#transaction;
  }

  get #rows(): Map<IDBValidKey, unknown> {
    return this.#transaction.connection.database.rows.stores.get(this.#name)!;
  }

  #keys(range?: Range | null): IDBValidKey[] {
    return [...this.#rows.keys()].filter((key) => isIn(range, key));
  }

  #ask(run: () => unknown): Request {
    return this.#transaction.ask(run);
  }

  add(value: unknown): Request {
    const kept = structuredClone(value);
    return this.#ask(() => {
      const key = this.#transaction.connection.database.rows.nextKey++;
      this.#transaction.set([this.#name, key, kept]);
      return key;
    });
  }

  put(value: unknown, key: IDBValidKey): Request {
    const kept = structuredClone(value);
    return this.#ask(() => this.#transaction.set([this.#name, key, kept]));
  }

  delete(which: IDBValidKey | Range): Request {
    const range = which instanceof Object && 'lower' in which ? which : null;
    return this.#ask(() => {
      for (const key of range ? this.#keys(range) : [which as IDBValidKey])
        this.#transaction.set([this.#name, key, undefined]);
    });
  }

  clear(): Request {
    return this.#ask(() => {
      for (const key of this.#keys()) this.#transaction.set([this.#name, key, undefined]);
    });
  }

  get(key: IDBValidKey): Request {
    return this.#ask(() => this.#rows.get(key));
  }

  getAll(range?: Range): Request {
    return this.#ask(() => this.#keys(range).map((key) => this.#rows.get(key)));
  }

  getAllKeys(range?: Range): Request {
    return this.#ask(() => this.#keys(range));
  }

  count(): Request {
    return this.#ask(() => this.#rows.size);
  }

  /** As lib0 uses it: the last key alone. */
  openKeyCursor(_range: null, _direction: 'prev'): Request {
    return this.#ask(() => {
      const key = this.#keys().at(-1);
      return key === undefined ? null : { key };
    });
  }
}
