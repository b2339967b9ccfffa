import { updated } from '$app/state';
import { dev, version } from '$app/env';
import type { Workbox } from 'workbox-window';

const reloadedKey = 'komod.reloaded-from';
const lookAgainMs = 300;
const kitFirstMs = 1000;

/** A text under the hand, or a sheet in the middle of something. */
const isTyping = (): boolean => {
  const { activeElement } = document;
  const isField = activeElement?.matches(
    'textarea, [contenteditable], input:not([type="checkbox"], [type="radio"], [type="file"])',
  );
  return (isField ?? false) || document.querySelector('[role="dialog"]') !== null;
};

/**
 * The app on this device and its next version. A new version waits until someone presses Refresh, or until Komod is
 * closed everywhere. Only a page that cannot go on, for what it needs next is gone from the server, reloads by itself:
 * once, and never under typing or an upload.
 */
class AppUpdate {
  /** A new version is here and waits. */
  isReady = $state(false);
  /** It waited already when this page opened. */
  isFromBefore = $state(false);
  /** What is still going on since somebody pressed Refresh: it comes after that. */
  waitsFor = $state<'hand' | 'upload' | null>(null);
  /** Another tab switched to the new version: the next navigation must load a whole page. */
  isStale = false;
  #workbox: Workbox | undefined;
  #isAsked = false;
  #isLeaving = false;
  /** The first worker of all finds pages without one: they are of its own version. */
  #hasWorker = false;
  #isBusy: () => boolean = () => false;

  /** Called once the first screen stands; fills the cache behind it. */
  async register(): Promise<void> {
    if (dev || this.#workbox || !('serviceWorker' in navigator)) return;
    this.#hasWorker = navigator.serviceWorker.controller !== null;
    const { Workbox } = await import('workbox-window');
    const workbox = new Workbox('/service-worker.js', { type: 'module', updateViaCache: 'none' });
    this.#workbox = workbox;
    workbox.addEventListener('waiting', ({ wasWaitingBeforeRegister }) =>
      this.#offer(wasWaitingBeforeRegister === true),
    );
    workbox.addEventListener('controlling', () => {
      if (this.#isAsked) this.#reload();
      else if (this.#hasWorker) this.isStale = true;
      this.#hasWorker = true;
    });
    // Refused in some private windows: the app works on, only not without a network.
    const registration = await workbox.register().catch(() => undefined);
    // A worker that took over while this page was still on its way did not see it, and no event will come.
    if (!navigator.serviceWorker.controller) registration?.active?.postMessage({ type: 'CLAIM' });
  }

  /** Listens for parts that are gone. @param isBusy what must not be cut off: an upload. Returns the end of it. */
  watch(isBusy: () => boolean): () => void {
    this.#isBusy = isBusy;
    const partGone = () => void this.#partGone();
    const leaving = () => (this.#isLeaving = true);
    window.addEventListener('vite:preloadError', partGone);
    window.addEventListener('beforeunload', leaving);
    return () => {
      window.removeEventListener('vite:preloadError', partGone);
      window.removeEventListener('beforeunload', leaving);
    };
  }

  /** Looks for a new version, such as when the app comes back to the front. */
  async check(): Promise<void> {
    if (navigator.onLine) await this.#workbox?.update().catch(() => undefined);
  }

  /** Switches at the next moment when nothing would be cut off. */
  refresh(): void {
    if (this.waitsFor) return;
    this.#whenSafe(() => {
      this.#isAsked = true;
      this.#workbox?.messageSkipWaiting();
    });
  }

  /** True when a press that leads elsewhere must load a whole page, and may. */
  get mustLoadPages(): boolean {
    return this.isStale && !this.#isBusy();
  }

  async #offer(isFromBefore: boolean): Promise<void> {
    const registration = await navigator.serviceWorker.getRegistration();
    // A page that came from the server since is of the new version already; only its worker waits.
    const waiting = registration?.waiting && (await versionOf(registration.waiting));
    if (!waiting || waiting === version) return;
    this.isReady = true;
    this.isFromBefore = isFromBefore;
  }

  /**
   * A part of this page was not to be had. Without a network, or while the server is away, it comes later; when the
   * server has another version it never will.
   */
  async #partGone(): Promise<void> {
    if (!navigator.onLine || !(await updated.check())) return;
    if (this.#isLeaving || sessionStorage.getItem(reloadedKey) === version) return;
    sessionStorage.setItem(reloadedKey, version);
    // Where a press led here, Kit goes on to its page by itself, and first.
    setTimeout(() => this.#whenSafe(() => this.#reload()), kitFirstMs);
  }

  #whenSafe(run: () => void): void {
    const look = () => {
      if (this.#isLeaving) return;
      this.waitsFor = isTyping() ? 'hand' : this.#isBusy() ? 'upload' : null;
      if (this.waitsFor) setTimeout(look, lookAgainMs);
      else run();
    };
    look();
  }

  #reload(): void {
    if (!this.#isLeaving) location.reload();
  }
}

/** What a worker says it is; `null` for one that says nothing. */
function versionOf(worker: ServiceWorker): Promise<string | null> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), 3000);
    port1.addEventListener('message', ({ data }) => {
      clearTimeout(timer);
      resolve(String(data));
    });
    port1.start();
    worker.postMessage({ type: 'VERSION' }, [port2]);
  });
}

export const appUpdate = new AppUpdate();
