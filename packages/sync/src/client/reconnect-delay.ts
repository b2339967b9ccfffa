import { closeCodes } from '../wire/close-codes.ts';
import type { WireLimits } from '../wire/limits.ts';
import { parseRetryAfter } from '../wire/retry-after.ts';

/**
 * Milliseconds until the next attempt, `null` when coming back cannot help (4400-4499). Full jitter: a
 * server that restarts must not meet all its clients in the same moment.
 */
export function reconnectDelayMs(
  close: { code: number; reason: string },
  failures: number,
  random: () => number,
  limits: Pick<WireLimits, 'reconnectJitterMs'>,
): number | null {
  if (close.code >= 4400 && close.code < 4500) return null;
  const longest = limits.reconnectJitterMs;
  if (close.code === closeCodes.tooFast) {
    const seconds = parseRetryAfter(close.reason);
    if (seconds !== null) return seconds * 1000 + random() * 1000;
  }
  if (close.code === closeCodes.goingAway || close.code === closeCodes.tooFast) return random() * longest;
  return random() * Math.min(longest, 1000 * 2 ** Math.min(failures, 10));
}
