import type { ShelfMark } from '@komod/domain/shelf-mark';
import type { ShelfChange } from './shelf-marks.svelte.ts';

/** What the server did with the seller's pieces, told once. */
export type Moment =
  | { kind: 'first-live'; id: string }
  | { kind: 'live'; ids: readonly string[] }
  /** It happened while nobody looked. */
  | { kind: 'away'; live: number; needsYou: number };

const isLive = (mark: ShelfMark | null): boolean => mark?.state === 'live' || mark?.state === 'reserved';
const isRefused = (mark: ShelfMark | null): boolean =>
  mark !== null && (mark.state === 'refused' || (mark.reasons?.length ?? 0) > 0);

/** What goes live within this time is told together. */
const togetherMs = 1200;

interface MomentParts {
  /** The seller looks at the screen, and was in touch with the server already, or pressed the piece in this run. */
  isWatching(id: string): boolean;
  /** Nothing of this closet was ever accepted before these. */
  isFirst(ids: readonly string[]): boolean;
  /** False while the screen is not looked at: then it is told on return. */
  isVisible(): boolean;
}

/** Gathers what happened to the pieces, and tells it in as few words as possible. */
export class Moments {
  readonly #parts: MomentParts;
  readonly #live = new Map<string, boolean>();
  readonly #needsYou = new Set<string>();
  #listener: ((moment: Moment) => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: MomentParts) {
    this.#parts = parts;
  }

  /** One listener at a time; what happened before it came is told to it. Returns the end of it. */
  subscribe(listener: (moment: Moment) => void): () => void {
    this.#listener = listener;
    this.#schedule();
    return () => {
      if (this.#listener === listener) this.#listener = null;
    };
  }

  take(changes: readonly ShelfChange[]): void {
    for (const { id, before, after } of changes) {
      const isWatched = this.#parts.isVisible() && this.#parts.isWatching(id);
      if (!isLive(after)) this.#live.delete(id);
      else if (!isLive(before)) this.#live.set(id, isWatched);
      // Who looks sees it on the card.
      if (!isRefused(after)) this.#needsYou.delete(id);
      else if (!isWatched && before?.wishAt !== after?.wishAt) this.#needsYou.add(id);
    }
    this.#schedule();
  }

  /** Call when the screen is looked at again. */
  tellNow(): void {
    this.#schedule();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#listener = null;
  }

  #schedule(): void {
    if (this.#live.size === 0 && this.#needsYou.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), togetherMs);
  }

  #tell(): void {
    const { isVisible, isFirst } = this.#parts;
    if (!this.#listener || !isVisible()) return;
    const ids = [...this.#live.keys()];
    const [first] = ids;
    const wasAway = this.#needsYou.size > 0 || [...this.#live.values()].some((isWatched) => !isWatched);
    const moment: Moment | null =
      ids.length === 1 && first && this.#needsYou.size === 0 && isFirst(ids)
        ? { kind: 'first-live', id: first }
        : wasAway
          ? { kind: 'away', live: ids.length, needsYou: this.#needsYou.size }
          : ids.length > 0
            ? { kind: 'live', ids }
            : null;
    this.#live.clear();
    this.#needsYou.clear();
    if (moment) this.#listener(moment);
  }
}
