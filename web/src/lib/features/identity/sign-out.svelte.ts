import type { KomodApp } from '#lib/app/komod-app.svelte.ts';
import type { Workshop } from '#lib/app/workshop.svelte.ts';
import { unsentCount, type Unsent } from './unsent-words.ts';

/** Signing out takes the closet off this device, so it minds what only this device has. */
export class SignOut {
  step = $state<'choose' | 'sending' | 'throwing' | 'leaving'>('choose');
  /** The server will not take what is left. */
  hasFailed = $state(false);
  readonly unsent: Unsent = $derived.by(() => {
    const left = [...this.#workshop.closet.drafts.values()].filter((draft) => this.#workshop.isUnsent(draft));
    const drafts = left.filter(({ wish }) => wish === undefined).length;
    return { drafts, pieces: left.length - drafts, photos: this.#workshop.unsentPhotos };
  });
  /** 0 to 1, of what there was to send at the beginning. */
  readonly progress: number = $derived.by(() =>
    this.#toSend > 0 ? Math.max(0, 1 - unsentCount(this.unsent) / this.#toSend) : 0,
  );
  readonly #app: KomodApp;
  readonly #workshop: Workshop;
  #toSend = $state(0);
  #sending = new AbortController();

  constructor(app: KomodApp, workshop: Workshop) {
    this.#app = app;
    this.#workshop = workshop;
  }

  /** `true` when signed out. What is not on the server yet goes there first, however long that takes. */
  async send(): Promise<boolean> {
    this.hasFailed = false;
    this.#toSend = unsentCount(this.unsent);
    this.#sending = new AbortController();
    const { signal } = this.#sending;
    this.step = 'sending';
    const isSafe = await this.#workshop.whenSafe(signal);
    const { left, owner } = this.#workshop;
    if (isSafe && (await left.isAllOnServer(owner))) return this.#leave('removing');
    if (!signal.aborted) this.hasFailed = true;
    this.step = 'choose';
    return false;
  }

  cancel(): void {
    this.#sending.abort();
  }

  /** Signs out and keeps what is here for this person alone. */
  lock(): Promise<boolean> {
    return this.#leave('locked');
  }

  throwAway(): Promise<boolean> {
    return this.#leave('removing');
  }

  async #leave(parting: 'locked' | 'removing'): Promise<boolean> {
    this.step = 'leaving';
    return this.#app.leave(parting).then(
      () => true,
      (error: unknown) => {
        console.error(error);
        this.hasFailed = true;
        this.step = 'choose';
        return false;
      },
    );
  }
}
