import { afterNavigate, beforeNavigate, goto } from '$app/navigation';
import { page } from '$app/state';
import { tick } from 'svelte';
import { travel } from '#lib/ui/calm-motion.ts';
import { noteMove } from '#lib/ui/way-back.ts';

/** Which tab a path belongs to; a piece opened from a link belongs to the feed. */
export function tabOf(pathname: string): 'feed' | 'sell' | 'closet' | null {
  const [, first, second] = pathname.split('/');
  if (first === 'sell') return 'sell';
  if (first === 'closet') return second ? 'feed' : 'closet';
  if (first === 'profile' || first === 'reset-password') return 'closet';
  return first === '' || first === 'listing' || first === 'saved' ? 'feed' : null;
}

/**
 * Each tab keeps its place: its last address and how far it was scrolled. The active tab's second tap scrolls
 * to the top. Called once, while the frame is made.
 */
export function keepTabPlaces(): { choose: (event: MouseEvent, id: string) => void } {
  const kept = new Map<string, { url: string; scrollY: number }>();
  let arriving: number | null = null;

  beforeNavigate(({ from }) => {
    const tab = from && tabOf(from.url.pathname);
    // A piece that came into being in its editor has an address of its own since.
    const { pathname, search } = page.shallow?.url ?? from?.url ?? location;
    if (tab) kept.set(tab, { url: pathname + search, scrollY: window.scrollY });
  });
  afterNavigate(async (navigation) => {
    const { type, shallow, to } = navigation;
    if (type === 'popstate') noteMove(navigation.delta);
    else if (type !== 'enter' && !shallow) noteMove(1);
    if (arriving !== null) {
      const scrollY = arriving;
      arriving = null;
      await tick();
      window.scrollTo(0, scrollY);
    }
    // Read aloud where we are; not on the very first page, which the browser announces itself.
    // A shallow one leaves the page and the letter being typed where they are; a place in the page takes the focus itself.
    if (type !== 'enter' && !shallow && !to?.url.hash)
      document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  });

  return {
    choose(event, id) {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      if (id === tabOf(page.url.pathname)) {
        const isAtHome = page.url.pathname === (event.currentTarget as HTMLAnchorElement).pathname;
        if (!isAtHome) return;
        event.preventDefault();
        window.scrollTo({ top: 0, behavior: travel() });
        return;
      }
      const place = kept.get(id);
      if (!place) return;
      event.preventDefault();
      arriving = place.scrollY;
      void goto(place.url);
    },
  };
}
