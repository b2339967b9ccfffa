import type { Replica } from '@komod/sync/client/replica';
import { openDeviceReplica } from './device-replica.ts';

/** The seller's documents of whoever is at this device. A guest has a closet only, which never leaves it. */
export interface WorkshopReplicas {
  closet: Replica;
  shelf: Replica | null;
}

export async function openReplicas(owner: string, isMember: boolean): Promise<WorkshopReplicas> {
  const replicas: WorkshopReplicas = {
    closet: openDeviceReplica('closet', owner),
    shelf: isMember ? openDeviceReplica('shelf', owner) : null,
  };
  await Promise.all(allOf(replicas).map((replica) => replica.whenLoaded));
  return replicas;
}

export const allOf = ({ closet, shelf }: WorkshopReplicas): Replica[] =>
  [closet, shelf].filter((replica) => replica !== null);
