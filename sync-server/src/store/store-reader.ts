import type { SqlEngine } from './sql-engine.ts';

/** The store for a command beside a running server: it reads, and nothing else. */
export interface StoreReader extends Pick<SqlEngine, 'build' | 'read' | 'readTogether'> {
  close(): Promise<void>;
}
