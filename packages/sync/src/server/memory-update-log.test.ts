import { describeUpdateLog } from '@komod/testkit/update-log.contract';
import { MemoryUpdateLog } from './memory-update-log.ts';

describeUpdateLog('memory', async () => {
  const log = new MemoryUpdateLog();
  return {
    log,
    async takeLease(lease) {
      const number = (log.fences.get(lease) ?? 0) + 1;
      log.fences.set(lease, number);
      return { lease, number };
    },
    close: async () => {},
  };
});
