import { join } from 'node:path';
import { assembleStore } from '../assemble-store.ts';
import type { Store } from '../store.ts';
import { createSqliteEngine } from './sqlite-engine.ts';
import { type GatePorts, SqliteGate } from './sqlite-gate.ts';
import { migrateSqlite } from './sqlite-migrations.ts';
import { createSqliteUpdateLog } from './update-log-sqlite.ts';

/** Opens (or creates) `komod.sqlite` in the data folder. `gate` is for tests of the gate alone. */
export async function openSqliteStore(
  dataDir: string,
  options: { now?: () => number; parkedAttempts: number } & GatePorts,
): Promise<Store & { gate: SqliteGate }> {
  const { now = Date.now, parkedAttempts } = options;
  const gate = new SqliteGate(join(dataDir, 'komod.sqlite'), options);
  try {
    await migrateSqlite(gate.writer);
    const store = await assembleStore(createSqliteEngine(gate, now), {
      parkedAttempts,
      createLog: (parts) => createSqliteUpdateLog({ gate, now, parkedAttempts, ...parts }),
      close: async () => gate.close(),
    });
    return { gate, ...store };
  } catch (error) {
    gate.close();
    throw error;
  }
}
