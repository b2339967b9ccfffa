import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeUpdateLog } from '@komod/testkit/update-log.contract';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';

describeUpdateLog('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'komod-log-'));
  let store = await openSqliteStore(folder, { parkedAttempts: 8 });
  return {
    log: store.log,
    async reopen() {
      store.close();
      store = await openSqliteStore(folder, { parkedAttempts: 8 });
      return store.log;
    },
    async close() {
      store.close();
      await rm(folder, { recursive: true });
    },
  };
});
