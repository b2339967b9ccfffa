import type { PhotoPlace } from '#lib/app/truth-input.ts';

export interface ProfileTruthInput {
  /** On this device's disk. */
  isKept: boolean;
  /** Acknowledged by the server. */
  isSent: boolean;
  hasSession: boolean;
  isOnline: boolean;
  /** The server does not take it. */
  isRefused: boolean;
  /** Where the bytes of the portrait are; `null` without one. */
  portrait: PhotoPlace | null;
  /** The server shows everyone just this; `null` while nobody knows. */
  isShown: boolean | null;
}

export type ProfileTruth =
  | 'not-kept'
  | 'sign-in'
  | 'not-taken'
  | 'here'
  | 'sending'
  | 'photo-refused'
  | 'photo-gone'
  | 'photo-waiting'
  | 'photo-sending'
  | 'photo-elsewhere'
  | 'safe'
  | 'shown';

/** The one sentence that is true of a profile: what is worst speaks first. */
export function profileTruth(truth: ProfileTruthInput): ProfileTruth {
  const { isKept, isSent, hasSession, isOnline, isRefused, portrait, isShown } = truth;
  if (!isKept) return 'not-kept';
  if (!isSent && !hasSession) return 'sign-in';
  if (!isSent && isRefused) return 'not-taken';
  if (!isSent) return isOnline ? 'sending' : 'here';
  if (portrait === 'refused') return 'photo-refused';
  if (portrait === 'here') return isOnline && hasSession ? 'photo-sending' : 'photo-waiting';
  if (isShown) return 'shown';
  if (portrait === 'gone') return 'photo-gone';
  if (portrait === 'elsewhere' && isShown === false) return 'photo-elsewhere';
  return 'safe';
}
