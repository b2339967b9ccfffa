import { getLocale } from '#lib/paraglide/runtime.js';

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** "3 days ago", "2 hours ago"; less than a minute is "this minute". */
export function agoWords(at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(getLocale(), { numeric: 'auto' });
  const passedMs = Math.max(0, now - at);
  const [unit, lengthMs] = steps.find(([, each]) => passedMs >= each) ?? ['minute', 60_000];
  return format.format(-Math.floor(passedMs / lengthMs), unit);
}
