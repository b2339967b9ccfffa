import 'fake-indexeddb/auto';
import { openReplica, type Replica, type ReplicaOptions } from '../src/client/replica.ts';

let count = 0;

/** A replica with real timers, IndexedDB in memory and reconnects within milliseconds. */
export function startReplica(
  options: Partial<ReplicaOptions> & {
    random?: () => number;
    WebSocket?: typeof globalThis.WebSocket;
    setTimeout?: (run: () => void, ms: number) => unknown;
  } = {},
): Replica {
  return openReplica({
    document: 'closet/a',
    databaseName: `replica-${++count}`,
    ...options,
    environment: {
      WebSocket: options.WebSocket ?? WebSocket,
      now: () => Date.now(),
      setTimeout: options.setTimeout ?? ((run, ms) => setTimeout(run, ms)),
      clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
      random: options.random ?? (() => 0.001),
      indexedDB,
      ...options.environment,
    },
  });
}
