import { Session } from './session.svelte.ts';
import type { Workshop } from './workshop.svelte.ts';

/**
 * Holds what lives as long as the tab. The documents and everything that knows Yjs come with `openWorkshop`,
 * by dynamic import, so that the feed stays light.
 */
export class KomodApp {
  readonly session = new Session();
  /** The open workshop of whoever is at the device; `null` until asked for and while persons change. */
  workshop = $state.raw<Workshop | null>(null);
  #opening: Promise<Workshop> | null = null;
  #openingFor: string | null = null;

  /** Starts listening to the device. Returns the end of it. */
  start(): () => void {
    const stopSession = this.session.start();
    const stopWatching = this.session.onOwnerChange(() => void this.#ownerChanged());
    // Work that never left must leave even if the seller only opens the feed.
    const idle = setTimeout(() => {
      if (this.session.person || this.session.hasGuestWork()) void this.openWorkshop();
    }, backgroundOpenAfterMs);
    return () => {
      clearTimeout(idle);
      stopWatching();
      stopSession();
      void this.#close();
    };
  }

  /** The workshop of the present owner; opened at the first call. */
  openWorkshop(): Promise<Workshop> {
    const owner = this.session.ownerKey;
    if (!this.#opening || this.#openingFor !== owner) {
      const before = this.#close();
      this.#openingFor = owner;
      this.#opening = (async () => {
        const [{ openWorkshop }] = await Promise.all([import('./workshop.svelte.ts'), before]);
        const workshop = await openWorkshop(this.session);
        if (this.#openingFor === owner) this.workshop = workshop;
        return workshop;
      })();
      // What failed to open is opened anew at the next call.
      this.#opening.catch(() => {
        if (this.#openingFor === owner) this.#opening = null;
      });
    }
    return this.#opening;
  }

  /** After a sign-out: takes the person's closet off this device. */
  async leave(): Promise<void> {
    const open = await this.openWorkshop();
    this.#opening = null;
    this.workshop = null;
    await open.destroy();
    this.session.forget();
    await this.openWorkshop();
  }

  async #ownerChanged(): Promise<void> {
    if (this.#opening) await this.openWorkshop();
  }

  async #close(): Promise<void> {
    const open = this.#opening;
    this.#opening = null;
    this.workshop = null;
    // One that never opened has nothing to close.
    const workshop = await open?.catch(() => null);
    await workshop?.close();
  }
}

const backgroundOpenAfterMs = 4000;
