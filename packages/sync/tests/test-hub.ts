import { anyShape } from '@komod/testkit/any-shape';
import { createHub, type Hub } from '../src/server/hub.ts';
import type { HubOptions } from '../src/server/hub-options.ts';
import { MemoryUpdateLog } from '../src/server/memory-update-log.ts';
import { wireLimits } from '../src/wire/limits.ts';

/** Time that moves only when a test says so. */
class ManualClock {
  #now = 1_000_000;
  #timers = new Map<number, { at: number; run: () => void }>();
  #next = 1;

  now = (): number => this.#now;

  setTimeout = (run: () => void, ms: number): number => {
    this.#timers.set(this.#next, { at: this.#now + ms, run });
    return this.#next++;
  };

  clearTimeout = (timer: unknown): void => {
    this.#timers.delete(timer as number);
  };

  get pending(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      let due: [number, { at: number; run: () => void }] | null = null;
      for (const timer of this.#timers)
        if (timer[1].at <= end && timer[1].at < (due?.[1].at ?? Infinity)) due = timer;
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#now = due[1].at;
      due[1].run();
    }
    this.#now = end;
  }
}

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
