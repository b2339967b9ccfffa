import type { WireLimits } from '../wire/limits.ts';
import type { IdentityEnvironment } from './device-identity.ts';
import type { TabLinesEnvironment } from './tab-lines.ts';

export interface ReplicaEnvironment extends TabLinesEnvironment, IdentityEnvironment {
  /** Milliseconds UTC of this device. */
  now(): number;
  /** The same factory that stands at `globalThis.indexedDB`, which y-indexeddb opens. */
  indexedDB: IDBFactory;
}

export interface ReplicaOptions {
  /** Such as `closet/{userId}`. */
  document: string;
  /** The IndexedDB database that holds it. */
  databaseName: string;
  /** The server is the only writer: a local write throws `ReadOnlyDocumentError`. */
  readOnly?: boolean;
  environment: ReplicaEnvironment;
  limits?: WireLimits;
}
