import type { EditPath } from './reapply.ts';

/** What a screen may truthfully say about one replica. All times ms UTC of this device unless said otherwise. */
export interface ReplicaStatus {
  /** `failed`: the last local write did not reach the disk. */
  local: 'loading' | 'kept' | 'writing' | 'failed';
  /** `dropped` and `busy` come back by themselves; the last three stay until `connect` or `retryNow`. */
  link: 'off' | 'connecting' | 'open' | 'dropped' | 'busy' | 'session-ended' | 'forbidden' | 'refused';
  /** True once the server answered with everything it had, on this connection. */
  synced: boolean;
  /** Work of this device that the server has not acknowledged; survives a restart. `null`: all is safe. */
  unacked: { tags: readonly string[]; since: number } | null;
  /** The server refused a frame (`101`): the work stays on the device and is shown. */
  refused: { code: string; at: number } | null;
  /** After a refusal everything that the server had not taken was edited again, on top of what it has: here. */
  rebased: { code: string; at: number; paths: readonly EditPath[] } | null;
  lastReachedAt: number | null;
}

/** Before anything is known. */
export const firstStatus: ReplicaStatus = {
  local: 'loading',
  link: 'off',
  synced: false,
  unacked: null,
  refused: null,
  rebased: null,
  lastReachedAt: null,
};
