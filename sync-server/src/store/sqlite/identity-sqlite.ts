import { Database, type SQLQueryBindings } from 'bun:sqlite';
import { join } from 'node:path';
import { type IdentityDatabase, identityQuestions } from '../identity-database.ts';
import { isDiskFailure } from './disk-failure.ts';
import { makeFoundDurable } from './found-commits.ts';

/** A file of its own: a second handle on the main file made sign-ups fail. */
export const identityFile = (dataDir: string): string => join(dataDir, 'identity.sqlite');

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
export function openSqliteIdentity(
  dataDir: string,
  onDiskFailure: (error: unknown) => void = () => {},
): IdentityDatabase {
  const path = identityFile(dataDir);
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
    ...identityQuestions(async <Row>(sql: string, ...parameters: string[]) =>
      reader.query<Row, string[]>(sql).all(...parameters),
    ),
    async close() {
      reader.close();
      writer.close();
    },
  };
}
