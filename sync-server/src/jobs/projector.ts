import { readProfile } from '@komod/documents/account';
import { parseDocumentName } from '@komod/domain/document-name';
import type { Policy } from '@komod/domain/policy';
import { type Fence, LeaseLost } from '@komod/sync/server/fence';
import type { Hub } from '@komod/sync/server/hub';
import type { Logger } from 'pino';
import type { Limits } from '../config.ts';
import type { DueDocument, Projection } from '../store/projection-store.ts';
import type { Store } from '../store/store.ts';
import { projectAccount } from './account-projection.ts';
import { type ClosetPass, projectCloset, readCloset, type SeenWishes } from './closet-projection.ts';
import type { Lease } from './lease-keeper.ts';

export interface ProjectorParts {
  store: Store;
  hub: Hub;
  /** Only who holds it projects. */
  lease: Lease;
  policy: Policy;
  limits: Limits['projector'];
  logger: Logger;
  now?: () => number;
  /** After the commit: listings changed. */
  onCatalogChanged(): void;
  /** After the commit: this owner has new marks. */
  onMarksChanged(owner: string): void;
}

/** The pause after a turn is this many times what the turn took: under load projecting gets a fifth of the time. */
const pauseFactor = 4;

/** After so many ms of projecting the frames that wait go first. */
const sliceMs = 8;
/** Two turns are never this far apart backwards, unless somebody set the clock. */
const clockSlackMs = 1000;
/** A timer of more than 31 bits would run at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Turns documents that are due into rows everybody can read. What is due is a row, so a crash forgets nothing. */
export class Projector {
  readonly #parts: ProjectorParts;
  readonly #now: () => number;
  /** Under which this and the passes were gathered: another holder may have written since. */
  #fence: Fence | null = null;
  #seenWishes: SeenWishes = new WeakMap();
  /** Closets whose look is not at its end. */
  readonly #passes = new Map<string, ClosetPass>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** This and `#earliest` by the clock that nobody sets. */
  #timerAt = Infinity;
  #turn: Promise<void> | null = null;
  #earliest = 0;
  #lastTurnAt = 0;
  #isWanted = false;
  #isStopped = false;

  constructor(parts: ProjectorParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
  }

  start(): void {
    this.#parts.store.onDue(() => this.wake());
    this.wake();
  }

  /** Something became due, or the lease is held. Costs next to nothing while a turn is planned already. */
  wake(): void {
    this.#isWanted = true;
    if (!this.#turn) this.#plan(this.#parts.limits.minDelayMs);
  }

  /** Ends after the turn under way; what is left stays due. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#turn;
  }

  #plan(delayMs: number): void {
    const at = Math.max(performance.now() + delayMs, this.#earliest);
    if (this.#isStopped || at >= this.#timerAt) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(this.#run, Math.min(longestTimerMs, at - performance.now()));
  }

  readonly #run = (): void => {
    this.#timer = null;
    this.#timerAt = Infinity;
    this.#isWanted = false;
    this.#turn = this.#takeTurn()
      .catch((err: unknown) => {
        if (err instanceof LeaseLost) {
          this.#parts.lease.lost(err.fence);
          return null;
        }
        this.#parts.logger.error({ err }, 'the projector could not read what is due');
        return this.#now() + this.#parts.limits.maxDelayMs;
      })
      .then((next) => {
        this.#turn = null;
        if (this.#isWanted) this.wake();
        if (next !== null) this.#plan(next - this.#now());
      });
  };

  /** @returns when the next document is due, or `null`: nothing is, or the lease is another's. */
  async #takeTurn(): Promise<number | null> {
    const { store, lease, limits } = this.#parts;
    const fence = lease.current();
    if (fence === null) return null;
    const startedAt = performance.now();
    const at = this.#now();
    const isFirst = fence.number !== this.#fence?.number;
    if (isFirst) {
      this.#seenWishes = new WeakMap();
      this.#passes.clear();
    }
    // Or the clock was set back: what fell due before would wait until it is that late again.
    if (isFirst || at < this.#lastTurnAt - clockSlackMs) await store.replayDue(fence, at);
    this.#fence = fence;
    this.#lastTurnAt = at;
    let sliceEndsAt = startedAt + sliceMs;
    const unchanged: Projection[] = [];
    const dues = await store.dueDocuments(at, limits.batch);
    // All read in one turn of the hub; decided one after the other.
    const readings = await Promise.allSettled(dues.map((due) => this.#read(fence, due)));
    for (const [index, due] of dues.entries()) {
      try {
        const reading = readings[index];
        if (reading?.status !== 'fulfilled') throw reading?.reason;
        const projection = await reading.value(due);
        if (projection) unchanged.push(projection);
      } catch (err) {
        if (err instanceof LeaseLost) throw err;
        this.#passes.delete(due.document);
        await this.#postpone(fence, due, err);
      }
      if (performance.now() < sliceEndsAt) continue;
      await new Promise<void>((resolve) => setImmediate(resolve));
      sliceEndsAt = performance.now() + sliceMs;
    }
    if (unchanged.length > 0) await store.project(fence, unchanged);
    const took = performance.now() - startedAt;
    this.#earliest =
      performance.now() + Math.min(limits.maxDelayMs, Math.max(limits.minDelayMs, took * pauseFactor));
    return store.nextDueAt();
  }

  /** Reads the document; what is returned decides and writes, and gives the projection back if it changes nothing. */
  async #read(
    fence: Fence,
    { document }: DueDocument,
  ): Promise<(due: DueDocument) => Promise<Projection | null>> {
    const { store, hub, policy } = this.#parts;
    const name = parseDocumentName(document);
    const owner = name?.userId ?? '';
    if (name?.kind === 'account') {
      const written = await hub.read(document, (doc) => readProfile(doc));
      return async (due) =>
        this.#write(fence, await projectAccount({ store, written, due, owner, at: this.#now(), policy }));
    }
    if (name?.kind === 'closet') {
      const reading = await readCloset(hub, document, this.#seenWishes);
      return async (due) => {
        const pass = this.#passes.get(document) ?? { stamp: due.stamp, looked: new Set() };
        const at = this.#now();
        const { projection, seen } = await projectCloset({ store, reading, due, pass, owner, at, policy });
        const unchanged = await this.#write(fence, projection);
        seen();
        if (projection.isDone) this.#passes.delete(document);
        else this.#passes.set(document, pass);
        return unchanged;
      };
    }
    return async (due) => ({ due, isDone: true, owner, at: this.#now(), changes: [], answers: [] });
  }

  /** @returns a projection that changes nothing but its due row: those are written together. */
  async #write(fence: Fence, projection: Projection): Promise<Projection | null> {
    const { store, onCatalogChanged, onMarksChanged } = this.#parts;
    const { changes, answers, profile, owner } = projection;
    if (changes.length === 0 && answers.length === 0 && !profile) return projection;
    // Before the next document is decided, which may claim the same listing id.
    await store.project(fence, [projection]);
    if (changes.length > 0) onCatalogChanged();
    if (answers.length > 0) onMarksChanged(owner);
    return null;
  }

  async #postpone(fence: Fence, due: DueDocument, err: unknown): Promise<void> {
    const { store, limits, logger } = this.#parts;
    const attempts = due.attempts + 1;
    const isParked = attempts >= limits.attempts;
    logger.error({ err, document: due.document, attempts, isParked }, 'a projection failed');
    await store.postponeDue(fence, due, this.#now() + limits.backoffMs * 2 ** due.attempts);
  }
}
