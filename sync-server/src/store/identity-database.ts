import { Database, type SQLQueryBindings } from 'bun:sqlite';
import { join } from 'node:path';
import { isDiskFailure } from './sqlite/disk-failure.ts';
import { makeFoundDurable } from './sqlite/found-commits.ts';

/**
 * Accounts and sessions live in a file of their own: Better Auth holds transactions open across a password hash,
 * and nothing of ours may be rolled back with them.
 */
export interface IdentityDatabase {
  /** Better Auth's alone. */
  writer: Database;
  /** Looks sessions up without waiting for a sign-up that is under way. */
  reader: Database;
  listUsers(): { userId: string; handle: string; name: string }[];
  isHandleTaken(handle: string): boolean;
  /** ms UTC; `null` when there is no such session. */
  sessionExpiry(sessionId: string): number | null;
  /** The e-mail of whoever has this handle or this e-mail. */
  findEmail(handle: string, email: string): string | null;
  close(): void;
}

/** Better Auth runs its statements itself and turns their errors into answers: what the disk did not keep is told here. */
function tellDiskFailures(database: Database, onDiskFailure: (error: unknown) => void): void {
  const prepare = database.prepare.bind(database);
  const telling =
    <Args extends unknown[], Result>(run: (...args: Args) => Result) =>
    (...args: Args): Result => {
      try {
        return run(...args);
      } catch (error) {
        if (isDiskFailure(error)) onDiskFailure(error);
        throw error;
      }
    };
  database.prepare = <Row, Values extends SQLQueryBindings | SQLQueryBindings[]>(
    ...args: [sql: string, params?: Values]
  ) => {
    const statement = prepare<Row, Values>(...args);
    statement.all = telling(statement.all.bind(statement));
    statement.run = telling(statement.run.bind(statement));
    return statement;
  };
}

/** @param onDiskFailure as of `SqliteGate`. */
export function openIdentityDatabase(
  dataDir: string,
  onDiskFailure: (error: unknown) => void = () => {},
): IdentityDatabase {
  const path = join(dataDir, 'identity.sqlite');
  const writer = new Database(path, { create: true });
  writer.run('pragma busy_timeout = 5000');
  writer.run('pragma journal_mode = wal');
  writer.run('pragma synchronous = full');
  makeFoundDurable(writer);
  tellDiskFailures(writer, onDiskFailure);
  const reader = new Database(path, { readonly: true });
  reader.run('pragma busy_timeout = 5000');
  return {
    writer,
    reader,
    listUsers: () =>
      reader
        .query<{ userId: string; handle: string; name: string }, []>(
          'select id as "userId", handle, name from "user"',
        )
        .all(),
    isHandleTaken: (handle) =>
      reader.query<unknown, [string]>('select 1 from "user" where handle = ?').get(handle) !== null,
    sessionExpiry(sessionId) {
      const row = reader
        .query<{ expiresAt: string }, [string]>('select "expiresAt" from session where id = ?')
        .get(sessionId);
      return row && new Date(row.expiresAt).getTime();
    },
    findEmail: (handle, email) =>
      reader
        .query<{ email: string }, [string, string]>('select email from "user" where handle = ? or email = ?')
        .get(handle, email)?.email ?? null,
    close() {
      reader.close();
      writer.close();
    },
  };
}
