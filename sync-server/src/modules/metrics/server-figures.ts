import type { Hub } from '@komod/sync/server/hub';
import type { HubObserver } from '@komod/sync/server/hub-ports';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { LeaseKeeper } from '../../jobs/lease-keeper.ts';
import type { Store } from '../../store/store.ts';

export interface FigureSources {
  hub: Pick<Hub, 'stats'>;
  store: Pick<Store, 'nextDueAt' | 'parkedDocuments'>;
  lease: Pick<LeaseKeeper, 'standing'>;
  /** Attempts after which a projection is parked. */
  parkedAttempts: number;
  /** Feeds that listen for news. */
  readers: () => number;
  now: () => number;
}

const commitUpdates = [1, 2, 5, 10, 25, 50, 100, 250, 1000];
const commitSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** What the server counts about itself: numbers and codes, nobody's name. Costs nothing per byte, little per commit. */
export class ServerFigures {
  readonly #registry = new Registry();
  readonly #commitSizes = this.#histogram(
    'komod_commit_updates',
    'Updates kept by one commit, what came in a row as one',
    commitUpdates,
  );
  readonly #commitTimes = this.#histogram(
    'komod_commit_seconds',
    'From handing a commit of updates to the store until it was durable, waiting for its turn included',
    commitSeconds,
  );
  readonly #refused = this.#counter('komod_refused_frames_total', 'Frames refused, by code', 'code');
  readonly #uploads = this.#counter('komod_uploads_total', 'Photos judged, by what became of them', 'result');
  readonly #connections = this.#gauge('komod_connections', 'Open sockets');
  readonly #documents = this.#gauge('komod_documents', 'Documents that somebody is connected to');
  readonly #awake = this.#gauge('komod_documents_awake', 'Those of them in memory, or their summary');
  readonly #queued = this.#gauge('komod_queued_frames', 'Frames that wait for the next commit');
  readonly #frames = this.#gauge('komod_frames', 'Document frames received since the start');
  readonly #readers = this.#gauge('komod_feed_readers', 'Feeds that listen for news');
  readonly #lag = this.#gauge('komod_projection_lag_seconds', 'How long the oldest due document has waited');
  readonly #parked = this.#gauge('komod_parked_projections', 'Documents whose projection was given up');
  readonly #leaseHeld = this.#gauge('komod_lease_held', '1 while this server projects, 0 while another does');
  readonly #leaseFence = this.#gauge('komod_lease_fence', 'The fence it writes under, or wrote under last');
  readonly #leaseLosses = this.#gauge('komod_lease_losses', 'Times it lost the lease since the start');
  /** Made by the first one: on PostgreSQL there are none, and no figure that says zero. */
  #syncTimes: Histogram | null = null;
  #isWatchingProcess = false;

  readonly hubObserver: HubObserver = {
    committed: (updates, ms) => {
      this.#commitSizes.observe(updates);
      this.#commitTimes.observe(ms / 1000);
    },
    refused: (code) => this.#refused.inc({ code }),
  };

  /** A transaction of any kind waited so long for the disk. */
  readonly synced = (ms: number): void => {
    this.#syncTimes ??= this.#histogram(
      'komod_fsync_seconds',
      'How long SQLite took to write a transaction to its log and fsync it; now and then a checkpoint too',
      commitSeconds,
    );
    this.#syncTimes.observe(ms / 1000);
  };

  /** @param result `ready`, or the code of the refusal. */
  readonly photoJudged = (result: string): void => this.#uploads.inc({ result });

  /** In the text format of Prometheus. */
  async text({ hub, store, lease, parkedAttempts, readers, now }: FigureSources): Promise<string> {
    // The process is watched once somebody looks: an idle server has no timer for nobody.
    if (!this.#isWatchingProcess) collectDefaultMetrics({ register: this.#registry });
    this.#isWatchingProcess = true;
    const stats = hub.stats();
    this.#connections.set(stats.connections);
    this.#documents.set(stats.documents);
    this.#awake.set(stats.awake);
    this.#queued.set(stats.queued);
    this.#frames.set(stats.frames);
    this.#readers.set(readers());
    const { isHeld, fence, losses } = lease.standing();
    this.#leaseHeld.set(isHeld ? 1 : 0);
    this.#leaseFence.set(fence);
    this.#leaseLosses.set(losses);
    const dueAt = await store.nextDueAt();
    this.#lag.set(dueAt === null ? 0 : Math.max(0, now() - dueAt) / 1000);
    this.#parked.set((await store.parkedDocuments(parkedAttempts)).length);
    return this.#registry.metrics();
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.#registry] });
  }

  #counter(name: string, help: string, label: string): Counter {
    return new Counter({ name, help, labelNames: [label], registers: [this.#registry] });
  }

  #histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name, help, buckets, registers: [this.#registry] });
  }
}
