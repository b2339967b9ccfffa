import { afterNavigate, beforeNavigate } from '$app/navigation';
import { tick } from 'svelte';

interface Place {
  /** With the filters the tab was left under. */
  address: string;
  scrollY: number;
}

// As long as the page lives; only a browser writes into it.
const places = new Map<string, Place>();

/**
 * Each of the feed's tabs keeps its place: its filters and how far it was scrolled. Called once, while the feed's
 * screen is made; `current` names the tab that is on it.
 */
export function keepFeedPlaces(current: () => string): {
  addressOf: (tab: string) => string | null;
  choose: (tab: string) => void;
} {
  let arriving: number | null = null;

  beforeNavigate(({ from }) => {
    if (from?.url.pathname === '/')
      places.set(current(), { address: from.url.pathname + from.url.search, scrollY: window.scrollY });
  });
  afterNavigate(async () => {
    if (arriving === null) return;
    const scrollY = arriving;
    arriving = null;
    await tick();
    window.scrollTo(0, scrollY);
  });

  return {
    addressOf: (tab) => places.get(tab)?.address ?? null,
    /** Of another tab: its place is found again. The present one goes to its top. */
    choose: (tab) => {
      arriving = tab === current() ? null : (places.get(tab)?.scrollY ?? null);
    },
  };
}
