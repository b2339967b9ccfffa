import { describeUpdateLog } from '@komod/testkit/update-log.contract';
import { openTestStore } from './test-database.ts';
import { takeLease } from './take-lease.ts';

describeUpdateLog('the store', async () => {
  const opened = await openTestStore();
  return {
    log: opened.store.log,
    reopen: async () => (await opened.reopen()).log,
    takeLease: (lease) => takeLease(opened.store, lease),
    close: () => opened.close(),
  };
});
