export interface WatchedSession {
  sessionId: string;
  /** ms UTC. */
  expiresAt: number;
}

export interface SessionWatchParts {
  /** When the session ends by what stands in the file now, `null` when it is gone: it may have been prolonged since. */
  readExpiry(sessionId: string): Promise<number | null>;
  onEnded(sessionId: string): void;
  /** A look failed; the next one asks again. */
  onError(error: unknown): void;
  now(): number;
  everyMs: number;
}

/**
 * Sockets are let in once and may stay for months: this ends those whose session grew too old meanwhile. Sessions
 * that were signed out are told by their hook; those are remembered for a while, so that nobody who was just being
 * let in slips through.
 */
export class SessionWatch {
  readonly #parts: SessionWatchParts;
  readonly #open = new Map<string, { expiresAt: number; sockets: number }>();
  readonly #ended = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isClosed = false;

  constructor(parts: SessionWatchParts) {
    this.#parts = parts;
  }

  /** A socket of it was let in. @returns false when the session ended since it was read: then none was. */
  enter({ sessionId, expiresAt }: WatchedSession): boolean {
    if (this.#ended.has(sessionId)) return false;
    const entry = this.#open.get(sessionId) ?? { expiresAt, sockets: 0 };
    entry.expiresAt = Math.max(entry.expiresAt, expiresAt);
    entry.sockets++;
    this.#open.set(sessionId, entry);
    this.#plan();
    return true;
  }

  /** A socket that was let in is closed. */
  leave(sessionId: string): void {
    const entry = this.#open.get(sessionId);
    if (entry && --entry.sockets === 0) this.#open.delete(sessionId);
  }

  ended(sessionId: string): void {
    this.#ended.set(sessionId, this.#parts.now() + rememberMs);
    this.#plan();
  }

  /** True while a socket of the session is open. */
  isOpen(sessionId: string): boolean {
    return this.#open.has(sessionId);
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isClosed = true;
    this.#open.clear();
    this.#ended.clear();
  }

  #plan(): void {
    if (this.#timer || (this.#open.size === 0 && this.#ended.size === 0)) return;
    this.#timer = setTimeout(async () => {
      await this.#look().catch(this.#parts.onError);
      this.#timer = null;
      if (!this.#isClosed) this.#plan();
    }, this.#parts.everyMs);
  }

  async #look(): Promise<void> {
    const { now, readExpiry, onEnded } = this.#parts;
    const at = now();
    for (const [sessionId, until] of this.#ended) if (until <= at) this.#ended.delete(sessionId);
    for (const [sessionId, entry] of this.#open) {
      if (entry.expiresAt > at) continue;
      const expiresAt = await readExpiry(sessionId);
      if (expiresAt !== null && expiresAt > at) entry.expiresAt = expiresAt;
      else onEnded(sessionId);
    }
  }
}

const rememberMs = 60_000;
