import { RateLimiter } from '../../http/rate-limiter.ts';

export interface UploadLimits {
  windowSeconds: number;
  /** Uploads one person may begin in a window. */
  max: number;
  bytesPerHour: number;
  /** Uploads one person may leave unfinished at a time. */
  unfinishedMax: number;
  /** After so many days untouched an unfinished upload is removed. */
  unfinishedDays: number;
}

export interface UploadAllowance {
  /** Counts a new upload of so many bytes. @returns seconds to wait, or `null` when it may begin. */
  take(owner: string, bytes: number, unfinished: number): number | null;
}

const secondsUntilOthersFinish = 30;

export function createUploadAllowance(limits: UploadLimits, now: () => number): UploadAllowance {
  const begun = new RateLimiter(now);
  const bytesSent = new RateLimiter(now);
  return {
    take(owner, bytes, unfinished) {
      if (unfinished >= limits.unfinishedMax) return secondsUntilOthersFinish;
      return (
        begun.take(owner, { window: limits.windowSeconds, max: limits.max }) ??
        bytesSent.take(owner, { window: 3600, max: limits.bytesPerHour }, bytes)
      );
    },
  };
}
