import { join } from 'node:path';
import { createCatalogTable } from '../catalog-table.ts';
import { migrate } from '../migrations.ts';
import { createPeopleTable } from '../people-table.ts';
import { createPhotoTable } from '../photo-table.ts';
import { createProjectionTable } from '../projection-table.ts';
import { createShelfTable } from '../shelf-table.ts';
import { SqliteGate } from './sqlite-gate.ts';
import type { Store } from '../store.ts';
import { openTimeline } from './timeline-sqlite.ts';
import { createSqliteUpdateLog, prepareMarkDue } from './update-log-sqlite.ts';

/** Opens (or creates) `komod.sqlite` in the data folder. `gate` is for tests of the gate alone. */
export async function openSqliteStore(
  dataDir: string,
  options: { now?: () => number; parkedAttempts: number; onDiskFailure?: (error: unknown) => void },
): Promise<Store & { gate: SqliteGate }> {
  const { now = Date.now, parkedAttempts } = options;
  const gate = new SqliteGate(join(dataDir, 'komod.sqlite'), options.onDiskFailure);
  try {
    await migrate(gate.writer);
    const timeline = openTimeline(gate);
    const listeners = new Set<() => void>();
    const onDue = () => {
      for (const listener of listeners) listener();
    };
    const markDue = prepareMarkDue(gate, parkedAttempts);
    return {
      gate,
      log: createSqliteUpdateLog({ gate, timeline, now, parkedAttempts, onDue }),
      timeline: timeline.current,
      onDue: (listener) => void listeners.add(listener),
      close: () => gate.close(),
      ...createPeopleTable(gate),
      ...createPhotoTable(gate, markDue, onDue),
      ...createCatalogTable(gate),
      ...createProjectionTable(gate, markDue, onDue, parkedAttempts),
      ...createShelfTable(gate),
    };
  } catch (error) {
    gate.close();
    throw error;
  }
}
