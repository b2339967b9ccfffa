import type { Database } from 'bun:sqlite';
import { ConfigError } from '../../config.ts';

/**
 * A process that was killed, or whose fsync failed, may have left commits that only the machine's memory holds.
 * They are read like all others, and what adds nothing to them is acknowledged without another write: so they go
 * into the main file, fsynced, before anything is answered.
 * @throws {ConfigError} when somebody keeps the file from that.
 */
export function makeFoundDurable(writer: Database): void {
  const done = writer.query<{ busy: number }, []>('pragma wal_checkpoint(full)').get();
  if (done?.busy === 0) return;
  const { filename } = writer;
  writer.close();
  throw new ConfigError(`Another program holds the database ${filename}: wait until it has finished.`);
}
