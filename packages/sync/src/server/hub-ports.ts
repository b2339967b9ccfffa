import type { FrameRefusal } from '../wire/refusal-codes.ts';

/** Hears what the hub does, for figures: once a commit and once a refusal, never once a frame. */
export interface HubObserver {
  /** A commit stands, so many ms after it was handed to the log. */
  committed(updates: number, ms: number): void;
  refused(refusal: FrameRefusal): void;
}

export interface HubClock {
  /** Milliseconds. */
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** The part of pino that the hub uses. */
export interface HubLogger {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
