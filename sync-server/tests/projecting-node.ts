import { documentWriter, kindOf } from '@komod/domain/document-name';
import { defaultPolicy } from '@komod/domain/policy';
import { createHub, type Hub } from '@komod/sync/server/hub';
import { wireLimits } from '@komod/sync/wire/limits';
import { ManualClock } from '@komod/testkit/manual-clock';
import { defaultLimits } from '../src/config.ts';
import { LeaseKeeper } from '../src/jobs/lease-keeper.ts';
import { Projector } from '../src/jobs/projector.ts';
import { ShelfWriter } from '../src/jobs/shelf-writer.ts';
import { pino } from 'pino';
import { shapes } from '../src/modules/sync/document-shapes.ts';
import type { Store } from '../src/store/store.ts';

/** What of a server works under the lease, without its routes: several may stand on one database. */
export interface ProjectingNode {
  readonly store: Store;
  readonly hub: Hub;
  readonly lease: LeaseKeeper;
  /** Of the keeper alone: it renews nothing until a test lets time pass. */
  readonly clock: ManualClock;
  readonly projector: Projector;
  readonly shelves: ShelfWriter;
  /** What it complained of. */
  readonly errors: string[];
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function makeNode(store: Store, holder: string, ttlMs: number): ProjectingNode {
  const clock = new ManualClock();
  const errors: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line) => void errors.push(JSON.parse(line).msg) });
  const hub = createHub({
    log: store.log,
    clock: {
      now: () => performance.now(),
      setTimeout,
      clearTimeout: (timer) => clearTimeout(timer as never),
    },
    schedule: setImmediate,
    random: () => 0.5,
    limits: wireLimits,
    access: (document) => documentWriter[kindOf(document)],
    seal: (words) => words,
    shape: (document) => shapes[kindOf(document)],
    logger,
  });
  const lease = new LeaseKeeper({
    store,
    lease: 'projector',
    holder,
    ttlMs,
    alone: false,
    clock,
    logger,
    onHeld() {
      projector.wake();
      shelves.resume();
    },
  });
  const shelves = new ShelfWriter({ store, hub, lease, logger });
  const projector = new Projector({
    store,
    hub,
    lease,
    policy: defaultPolicy,
    limits: defaultLimits.projector,
    logger,
    onCatalogChanged: () => {},
    onMarksChanged: (owner) => shelves.marksChanged(owner),
  });
  return {
    store,
    hub,
    lease,
    clock,
    projector,
    shelves,
    errors,
    async start() {
      await lease.start();
      projector.start();
    },
    async stop() {
      await projector.stop();
      await shelves.settled();
      await lease.stop();
    },
  };
}
