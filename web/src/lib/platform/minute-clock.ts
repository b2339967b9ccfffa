import { createSubscriber } from 'svelte/reactivity';

const everyMs = 60_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, everyMs);
  return () => clearInterval(timer);
});

/** Ms UTC of this device; what reads it on a screen is drawn again each minute. */
export function minuteNow(): number {
  subscribe();
  return Date.now();
}
