import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the data folder remembers about its demo, readable by the server's user alone. */
export interface DemoRecord {
  /** Of every demo account. */
  password: string;
  /** ISO 8601, once every piece hangs. */
  completedAt?: string;
}

// `packages/commands/src/demo-folder.ts` makes this file, before anything is installed.
const pathIn = (dataDir: string): string => join(dataDir, 'demo.json');

export const readDemoRecord = (dataDir: string): DemoRecord =>
  JSON.parse(readFileSync(pathIn(dataDir), 'utf8')) as DemoRecord;

export function markComplete(dataDir: string, at: Date): void {
  const record: DemoRecord = { ...readDemoRecord(dataDir), completedAt: at.toISOString() };
  writeFileSync(`${pathIn(dataDir)}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${pathIn(dataDir)}.new`, pathIn(dataDir));
}
