import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generousLimits } from '@komod/testkit/server-process';
import { composeApp, type Komod } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { makeTestDatabase, type TestDatabase } from './test-database.ts';

export interface TestServer extends Komod {
  readonly dataDir: string;
  readonly database: TestDatabase;
  /** Stops it and starts it again on the same data, on another port; `meanwhile` may change the data. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
}

export interface TestServerOverrides {
  limits?: Record<string, Record<string, number>>;
  env?: Record<string, string>;
}

/** The whole server in this process, on a free port and a data folder that goes when it closes. */
export async function startServer(overrides: TestServerOverrides = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'komod-test-'));
  const database = await makeTestDatabase(dataDir);
  const limits: Record<string, Record<string, number>> = structuredClone(generousLimits);
  for (const [group, entries] of Object.entries(overrides.limits ?? {}))
    limits[group] = { ...limits[group], ...entries };
  const start = () =>
    composeApp(
      readConfig({
        PORT: '0',
        HOST: '127.0.0.1',
        DATA_DIR: dataDir,
        LOG_LEVEL: 'silent',
        KOMOD_LIMITS: JSON.stringify(limits),
        ...database.env,
        ...overrides.env,
      }),
    );
  let komod = await start();
  return {
    dataDir,
    database,
    get origin() {
      return komod.origin;
    },
    get store() {
      return komod.store;
    },
    get hub() {
      return komod.hub;
    },
    async restart(meanwhile) {
      await komod.close();
      await meanwhile?.();
      komod = await start();
    },
    async close() {
      await komod.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
