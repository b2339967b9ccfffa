import { browser } from '$app/env';

/** Chromium's own question, kept until a button asks it; no type of it ships with TypeScript. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

const dismissedKey = 'komod.install-dismissed-at';
const dismissedForMs = 14 * 24 * 3_600_000;

const isInstalled = (): boolean =>
  matchMedia('(display-mode: standalone)').matches ||
  ('standalone' in navigator && navigator.standalone === true);

/** iPadOS calls itself a Mac with fingers. */
const isApple = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1);

/** How this browser puts the app on the home screen: by its own question, by hand, or not that we know of. */
class InstallPrompt {
  #event = $state.raw<InstallPromptEvent | null>(null);
  #isDismissed = $state(false);

  constructor() {
    if (!browser) return;
    this.#isDismissed = Date.now() - Number(localStorage.getItem(dismissedKey)) < dismissedForMs;
    // Comes once, long before anybody could want it.
    window.addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.#event = event as InstallPromptEvent;
    });
    window.addEventListener('appinstalled', () => (this.#event = null));
  }

  /** `null`: nothing to offer, or not now. */
  get way(): 'button' | 'by-hand' | null {
    if (!browser || this.#isDismissed || isInstalled()) return null;
    if (this.#event) return 'button';
    return isApple() ? 'by-hand' : null;
  }

  async install(): Promise<void> {
    const event = this.#event;
    // It can be asked only once.
    this.#event = null;
    await event?.prompt();
    if ((await event?.userChoice)?.outcome === 'dismissed') this.dismiss();
  }

  dismiss(): void {
    localStorage.setItem(dismissedKey, String(Date.now()));
    this.#isDismissed = true;
  }
}

/** Imported with the frame, so that it hears the browser in time. */
export const installPrompt = new InstallPrompt();
