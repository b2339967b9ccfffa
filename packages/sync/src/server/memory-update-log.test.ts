import { describeUpdateLog } from '@komod/testkit/update-log.contract';
import { MemoryUpdateLog } from './memory-update-log.ts';

describeUpdateLog('memory', async () => ({ log: new MemoryUpdateLog(), close: async () => {} }));
