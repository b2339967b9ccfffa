import { Database } from 'bun:sqlite';
import { isDiskFailure } from './disk-failure.ts';
import { makeFoundDurable } from './found-commits.ts';
import { createSqliteBuilder, type Rows, runQuery } from './sqlite-queries.ts';

export interface GatePorts {
  /** A write after which nobody knows what the disk holds; it should end the process. */
  onDiskFailure?: ((error: unknown) => void) | undefined;
  /** How long `commit` took of a transaction that wrote something: its fsync, and now and then a checkpoint. */
  onSynced?: ((ms: number) => void) | undefined;
}

/** Pages of 4 KB in the log before they go to the main file: one that many commits wrote goes there once. */
const checkpointPages = 4000;

/**
 * One writing connection behind one gate, and one that can only read.
 * Queries are built by kysely and run at once: nothing may come between the statements of a transaction.
 */
export class SqliteGate {
  /** Builds queries, runs none. */
  readonly build = createSqliteBuilder();
  readonly writer: Database;
  readonly reader: Database;
  readonly #ports: GatePorts;
  #isOpen = false;

  constructor(path: string, ports: GatePorts = {}) {
    this.#ports = ports;
    this.writer = new Database(path, { create: true, strict: true });
    this.writer.run('pragma busy_timeout = 5000');
    const mode = this.writer.query<{ journal_mode: string }, []>('pragma journal_mode = wal').get();
    this.writer.run('pragma synchronous = full');
    this.writer.run('pragma foreign_keys = on');
    const level = this.writer.query<{ synchronous: number }, []>('pragma synchronous').get();
    if (mode?.journal_mode !== 'wal' || level?.synchronous !== 2) {
      this.writer.close();
      throw new Error(`The database ${path} does not keep write-ahead log and full sync: refusing to serve.`);
    }
    this.writer.run(`pragma wal_autocheckpoint = ${checkpointPages}`);
    makeFoundDurable(this.writer);
    this.reader = new Database(path, { readonly: true, strict: true });
    this.reader.run('pragma busy_timeout = 5000');
  }

  /**
   * Runs `fn` in one transaction; committed and fsynced when this returns.
   * @throws when a transaction is open already, or `fn` is asynchronous: other frames would be rolled back with it.
   */
  write<T>(fn: () => T): T {
    if (this.#isOpen || this.writer.inTransaction) throw new Error('A transaction is open already.');
    this.#isOpen = true;
    try {
      const changesBefore = this.#changes();
      this.writer.run('begin immediate');
      const result = fn();
      if (result instanceof Promise) throw new Error('A transaction must not wait for anything.');
      this.#commit(changesBefore);
      return result;
    } catch (error) {
      if (isDiskFailure(error)) this.#ports.onDiskFailure?.(error);
      if (this.writer.inTransaction) this.writer.run('rollback');
      throw error;
    } finally {
      this.#isOpen = false;
    }
  }

  #commit(changesBefore: number): void {
    // A transaction that changed no row writes nothing, and waits for no disk.
    const onSynced = this.#changes() === changesBefore ? undefined : this.#ports.onSynced;
    const startedAt = performance.now();
    this.writer.run('commit');
    onSynced?.(performance.now() - startedAt);
  }

  /** Rows ever changed on the writing connection. */
  #changes(): number {
    return this.writer.query<{ rows: number }, []>('select total_changes() as rows').get()!.rows;
  }

  /** Inside `write`: rows of a query that may write. */
  all<Row>(query: Rows<Row>): Row[] {
    if (!this.#isOpen) throw new Error('Writing outside of the gate.');
    return runQuery(this.writer, query);
  }

  /** Rows from the connection that cannot write, as of the last commit. */
  read<Row>(query: Rows<Row>): Row[] {
    return runQuery(this.reader, query);
  }

  close(): void {
    this.reader.close();
    // Folds the log into the main file; a crash instead loses nothing, the log is read at the next start.
    this.writer.run('pragma wal_checkpoint(truncate)');
    this.writer.close();
  }
}
