import { defineConfig } from 'vitest/config';

// Bun runs vitest only with worker threads; every project that does not extend must say so itself.
const pool = 'threads';

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
