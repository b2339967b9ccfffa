import type { Workbox } from 'workbox-window';
import { dev } from '$app/env';

/**
 * The app on this device and its next version. Nothing here ever reloads by itself: a new version waits until
 * someone presses Refresh, or until Komod is closed everywhere.
 */
class AppUpdate {
  /** A new version is here and waits. */
  isReady = $state(false);
  /** Another tab switched to the new version: the next navigation must load a whole page. */
  isStale = false;
  #workbox: Workbox | undefined;
  #isAsked = false;
  /** The first worker of all finds pages without one: they are of its own version. */
  #hasWorker = false;

  /** Called once the first screen stands; fills the cache behind it. */
  async register(): Promise<void> {
    if (dev || this.#workbox || !('serviceWorker' in navigator)) return;
    this.#hasWorker = navigator.serviceWorker.controller !== null;
    const { Workbox } = await import('workbox-window');
    const workbox = new Workbox('/service-worker.js', { type: 'module', updateViaCache: 'none' });
    this.#workbox = workbox;
    workbox.addEventListener('waiting', () => (this.isReady = true));
    workbox.addEventListener('controlling', () => {
      if (this.#isAsked) location.reload();
      else if (this.#hasWorker) this.isStale = true;
      this.#hasWorker = true;
    });
    // Refused in some private windows: the app works on, only not without a network.
    const registration = await workbox.register().catch(() => undefined);
    // A worker that took over while this page was still on its way did not see it, and no event will come.
    if (!navigator.serviceWorker.controller) registration?.active?.postMessage({ type: 'CLAIM' });
  }

  /** Looks for a new version, such as when the app comes back to the front. */
  async check(): Promise<void> {
    if (navigator.onLine) await this.#workbox?.update().catch(() => undefined);
  }

  refresh(): void {
    this.#isAsked = true;
    this.#workbox?.messageSkipWaiting();
  }
}

export const appUpdate = new AppUpdate();
