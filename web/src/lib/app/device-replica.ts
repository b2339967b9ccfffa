import { documentName, type DocumentKind } from '@komod/domain/document-name';
import { openReplica, type Replica, type ReplicaEnvironment } from '@komod/sync/client/replica';
import type { TabsEnvironment } from '@komod/sync/client/tabs-environment';

const environment = (): ReplicaEnvironment => ({
  WebSocket,
  indexedDB,
  now: () => Date.now(),
  random: () => Math.random(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as number),
  hold: holdAlone,
  ...(navigator.locks ? { tabs } : {}),
});

const tabs: TabsEnvironment = {
  load: async () => (await import('@komod/sync/client/tab-ends')).tabEnds,
  openChannel: (name) => new BroadcastChannel(name),
  lead,
};

function lead(name: string, onLead: () => void): () => void {
  const end = new AbortController();
  let resign = () => end.abort();
  const hold = () => {
    onLead();
    return new Promise<void>((resolve) => (resign = resolve));
  };
  navigator.locks.request(name, { signal: end.signal }, hold).catch(() => {});
  return () => resign();
}

/** Browsers without Web Locks (a page without https) never hold anything. */
const holdAlone = (name: string): Promise<(() => void) | null> =>
  new Promise((resolve) => {
    const hold = (lock: Lock | null) =>
      lock ? new Promise<void>((release) => resolve(release)) : resolve(null);
    const asked = navigator.locks?.request(`komod-writes-${name}`, { ifAvailable: true }, hold);
    if (asked) asked.catch(() => resolve(null));
    else resolve(null);
  });

export const databaseNameOf = (kind: DocumentKind, owner: string): string => `komod/${owner}/${kind}`;

/** One document of an owner as this device holds it. A guest's is never connected. */
export const openDeviceReplica = (kind: 'closet' | 'account' | 'shelf', owner: string): Replica =>
  openReplica({
    document: documentName(kind, owner),
    databaseName: databaseNameOf(kind, owner),
    readOnly: kind === 'shelf',
    environment: environment(),
  });

/** Where `/sync/{document}` is. */
export const syncUrl = (): string => `${location.origin.replace(/^http/, 'ws')}/sync`;
