import { type PostgresCluster, startPostgresCluster } from '@komod/testkit/postgres-cluster';
import { openPostgresStore } from '../src/store/postgres/postgres-store.ts';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of a database of the tests' own PostgreSQL; absent where they run on SQLite. */
    postgresUrl: string | undefined;
  }
}

let cluster: PostgresCluster;

/** One PostgreSQL for all tests of the project; each test has databases of its own in it. */
export async function setup(project: TestProject): Promise<void> {
  cluster = await startPostgresCluster();
  // What every new database is a copy of.
  const template = await openPostgresStore(cluster.urlOf('template1'), {
    parkedAttempts: 1,
    onError: () => {},
  });
  await template.close();
  project.provide('postgresUrl', cluster.urlOf('postgres'));
}

export const teardown = (): Promise<void> => cluster.close();
