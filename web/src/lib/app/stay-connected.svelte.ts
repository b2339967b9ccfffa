import { untrack } from 'svelte';
import type { LinkWatch } from './link-watch.svelte.ts';
import type { Session } from './session.svelte.ts';

/**
 * Keeps documents in step with the server while their owner is signed in: tries at once when the network or the
 * screen comes back, and has a session that the server ended noticed. Returns the end of it.
 */
export function stayConnected(parts: {
  session: Session;
  link: LinkWatch;
  connect(): void;
  retryNow(): void;
}): () => void {
  const { session, link, connect, retryNow } = parts;
  const wake = () => {
    if (document.visibilityState === 'visible') retryNow();
  };
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  // Effects, because what they watch are a socket's and the session's states, and what they do is not on a screen.
  const stopEffects = $effect.root(() => {
    $effect(() => {
      if (session.kind === 'member') untrack(connect);
    });
    $effect(() => {
      if (link.status.link === 'session-ended') untrack(() => void session.check());
    });
  });
  return () => {
    stopEffects();
    window.removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', wake);
  };
}
