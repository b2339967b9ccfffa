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
  readonly #open = new Map<string, { expiresAt: number; sockets: Set<string> }>();
  readonly #sessionOf = new Map<string, string>();
  readonly #ended = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isClosed = false;

  constructor(parts: SessionWatchParts) {
    this.#parts = parts;
  }

  /** @returns false when the session ended since it was read. */
  enter(socketId: string, { sessionId, expiresAt }: WatchedSession): boolean {
    if (this.#ended.has(sessionId)) return false;
    const entry = this.#open.get(sessionId) ?? { expiresAt, sockets: new Set() };
    entry.expiresAt = Math.max(entry.expiresAt, expiresAt);
    entry.sockets.add(socketId);
    this.#open.set(sessionId, entry);
    this.#sessionOf.set(socketId, sessionId);
    this.#plan();
    return true;
  }

  leave(socketId: string): void {
    const sessionId = this.#sessionOf.get(socketId);
    if (sessionId === undefined) return;
    this.#sessionOf.delete(socketId);
    const entry = this.#open.get(sessionId);
    entry?.sockets.delete(socketId);
    if (entry?.sockets.size === 0) this.#open.delete(sessionId);
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
