import { describeUpdateLog } from '@komod/testkit/update-log.contract';
import { openTestStore } from './test-database.ts';

describeUpdateLog('the store', async () => {
  const opened = await openTestStore();
  return {
    log: opened.store.log,
    reopen: async () => (await opened.reopen()).log,
    close: () => opened.close(),
  };
});
