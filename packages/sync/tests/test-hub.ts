import { anyShape } from '@komod/testkit/any-shape';
import { ManualClock } from '@komod/testkit/manual-clock';
import { createHub, type Hub } from '../src/server/hub.ts';
import type { HubOptions } from '../src/server/hub-options.ts';
import { MemoryUpdateLog } from '../src/server/memory-update-log.ts';
import { wireLimits } from '../src/wire/limits.ts';

export interface TestHub {
  hub: Hub;
  log: MemoryUpdateLog;
  clock: ManualClock;
  errors: string[];
  committed: string[][];
}

/** A hub over a log in memory; `inbox/*` and `shelf/*` are server documents. */
export function startHub(overrides: Partial<HubOptions> & { log?: MemoryUpdateLog } = {}): TestHub {
  const clock = new ManualClock();
  const log = overrides.log ?? new MemoryUpdateLog();
  const errors: string[] = [];
  const committed: string[][] = [];
  const note = (_details: object, message: string) => void errors.push(message);
  const hub = createHub({
    clock,
    schedule: (flush) => setImmediate(flush),
    random: () => 0.5,
    limits: wireLimits,
    access: (document) => (/^(inbox|shelf)\//.test(document) ? 'server' : 'owner'),
    seal: (words) => `sealed ${words}`,
    shape: () => anyShape,
    onCommitted: (documents) => committed.push([...documents]),
    logger: { warn: note, error: note },
    ...overrides,
    log,
  });
  return { hub, log, clock, errors, committed };
}

export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets every turn that is due pass; for a log whose commits are not held back. */
export async function settle(hub: Hub): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet = hub.stats().queued === 0 ? quiet + 1 : 0) await turns(1);
}
