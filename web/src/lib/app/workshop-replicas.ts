import { documentName } from '@komod/domain/document-name';
import { openReplica, type Replica, type ReplicaEnvironment } from '@komod/sync/client/replica';

/** The documents of whoever is at this device. A guest has a closet only, which never leaves it. */
export interface WorkshopReplicas {
  closet: Replica;
  account: Replica | null;
  shelf: Replica | null;
}

const environment = (): ReplicaEnvironment => ({
  WebSocket,
  indexedDB,
  now: () => Date.now(),
  random: () => Math.random(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as number),
});

function open(kind: 'closet' | 'account' | 'shelf', owner: string): Replica {
  return openReplica({
    document: documentName(kind, owner),
    databaseName: `komod/${owner}/${kind}`,
    readOnly: kind === 'shelf',
    environment: environment(),
  });
}

export const openCloset = (owner: string): Replica => open('closet', owner);

export async function openReplicas(owner: string, isMember: boolean): Promise<WorkshopReplicas> {
  const replicas: WorkshopReplicas = {
    closet: open('closet', owner),
    account: isMember ? open('account', owner) : null,
    shelf: isMember ? open('shelf', owner) : null,
  };
  await Promise.all(allOf(replicas).map((replica) => replica.whenLoaded));
  return replicas;
}

export const allOf = ({ closet, account, shelf }: WorkshopReplicas): Replica[] =>
  [closet, account, shelf].filter((replica) => replica !== null);

/** Where `/sync/{document}` is. */
export const syncUrl = (): string => `${location.origin.replace(/^http/, 'ws')}/sync`;
