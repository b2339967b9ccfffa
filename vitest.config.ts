import { defineConfig } from 'vitest/config';

// Bun runs vitest only with worker threads; every project that does not extend must say so itself.
const pool = 'threads';

const postgresTests = [
  'postgres',
  'postgres-backup',
  'update-log',
  'lease',
  'lease-keeper',
  'leased-server',
  'two-projectors',
  'quiet-updates',
  'crash',
  'projector',
  'projector-crowds',
  'publish',
  'same-field',
  'catalog',
  'catalog-live',
  'forgetful-catalog',
  'listing-history',
  'portrait',
  'identity',
  'sessions',
  'sockets',
  'clock',
  'metrics',
  'inspect',
];

export default defineConfig({
  test: {
    pool,
    projects: [
      {
        test: {
          name: 'unit',
          pool,
          include: ['packages/*/src/**/*.test.ts', 'sync-server/src/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          pool,
          include: ['packages/*/tests/**/*.test.ts', 'sync-server/tests/**/*.test.ts'],
          exclude: ['sync-server/tests/postgres.test.ts', 'sync-server/tests/postgres-backup.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Everything that stands on the store, once more on PostgreSQL.
        test: {
          name: 'postgres',
          pool,
          include: postgresTests.map((name) => `sync-server/tests/${name}.test.ts`),
          globalSetup: 'sync-server/tests/postgres-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: './web/vite.config.ts',
        test: { name: 'web', pool, root: './web', include: ['src/**/*.test.ts'] },
      },
    ],
  },
});
