import 'fake-indexeddb/auto';
import {
  openReplica,
  type Replica,
  type ReplicaEnvironment,
  type ReplicaOptions,
} from '../src/client/replica.ts';

let count = 0;

/** A replica with real timers, IndexedDB in memory and reconnects within milliseconds. */
export function startReplica(
  options: Partial<Omit<ReplicaOptions, 'environment'>> & {
    random?: () => number;
    WebSocket?: typeof globalThis.WebSocket;
    environment?: Partial<ReplicaEnvironment>;
  } = {},
): Replica {
  return openReplica({
    document: 'closet/a',
    databaseName: `replica-${++count}`,
    ...options,
    environment: {
      WebSocket: options.WebSocket ?? WebSocket,
      now: () => Date.now(),
      setTimeout: (run, ms) => setTimeout(run, ms),
      clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
      random: options.random ?? (() => 0.001),
      indexedDB,
      ...options.environment,
    },
  });
}
