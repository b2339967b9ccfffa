import type { ReplicaStatus } from '@komod/sync/client/replica-status';
import type { Replica } from '@komod/sync/client/replica';

/** Nothing more is taken over such a link, and it does not come back by itself. */
const finalLinks: ReadonlySet<ReplicaStatus['link']> = new Set(['refused', 'forbidden']);

/** What one replica says of itself, for screens; and whether this device has a network at all. */
export class LinkWatch {
  status = $state.raw<ReplicaStatus>() as ReplicaStatus;
  isOnline = $state(navigator.onLine);
  #lastFailure = $state<'dropped' | 'busy' | null>(null);
  readonly #stop: () => void;

  constructor(replica: Replica) {
    this.status = replica.status();
    const read = () => {
      this.status = replica.status();
      const { link } = this.status;
      if (link === 'dropped' || link === 'busy') this.#lastFailure = link;
      else if (link !== 'connecting') this.#lastFailure = null;
    };
    const network = () => (this.isOnline = navigator.onLine);
    const unsubscribe = replica.subscribe(read);
    window.addEventListener('online', network);
    window.addEventListener('offline', network);
    this.#stop = () => {
      unsubscribe();
      window.removeEventListener('online', network);
      window.removeEventListener('offline', network);
    };
  }

  /** The server does not take what is here. */
  get isRefused(): boolean {
    return this.status.refused !== null || finalLinks.has(this.status.link);
  }

  /** A new attempt after a cut is still a cut until it succeeds. */
  get link(): 'online' | 'offline' | 'dropped' | 'busy' | 'refused' {
    if (this.isRefused) return 'refused';
    return this.isOnline ? (this.#lastFailure ?? 'online') : 'offline';
  }

  close(): void {
    this.#stop();
  }
}
