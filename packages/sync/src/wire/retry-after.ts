/** The reason of a 4529 close: whole seconds until the sender may come back. */
export const retryAfterReason = (seconds: number): string => `retry-after=${seconds}`;

/** Seconds from a close reason, `null` when it names none. Never more than an hour. */
export function parseRetryAfter(reason: string): number | null {
  const seconds = /^retry-after=(\d{1,6})$/.exec(reason)?.[1];
  return seconds === undefined ? null : Math.min(Number(seconds), 3600);
}
