import { Connection, Database, Request } from './database.ts';
import { Channels, Locks } from './tabs.ts';
import type { Process, World } from './world.ts';

/** What the tabs of one device share: its databases, its locks and channels, and what is wrong with them. */
export class Disk {
  readonly #world: World;
  #databases = new Map<string, Database>();
  readonly locks = new Locks();
  readonly channels = new Channels();
  /** How often a step on this disk fails. */
  faultRate = 0;

  constructor(world: World) {
    this.#world = world;
  }

  get databases(): readonly Database[] {
    return [...this.#databases.values()];
  }

  factoryOf(process: Process): Pick<IDBFactory, 'open'> {
    return { open: (name) => this.#open(process, name) as unknown as IDBOpenDBRequest };
  }

  losePower(): void {
    for (const database of this.#databases.values())
      database.losePower((of) => this.#world.random.between(0, of));
  }

  wipe(): void {
    this.#databases = new Map();
  }

  readonly #fails = (): boolean => this.faultRate > 0 && this.#world.random.chance(this.faultRate);

  #open(process: Process, name: string): Request {
    const request = new Request();
    process.later(this.#world.random.next() * 2, () => {
      if (this.#fails()) {
        request.error = new Error('UnknownError');
        return request.emit('error');
      }
      let database = this.#databases.get(name);
      const isNew = database === undefined;
      database ??= new Database(name, this.#fails);
      this.#databases.set(name, database);
      request.result = new Connection(database, process);
      if (isNew) {
        request.emit('upgradeneeded');
        database.flush();
      }
      request.emit('success');
    });
    return request;
  }
}
