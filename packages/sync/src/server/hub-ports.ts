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
