import { readCameraMark, writeCameraMark } from './camera-mark.ts';

const lockName = 'komod-camera';

/** Pictures taken before there is a listing. */
export const newListing = 'new';

/**
 * Android may end the browser while its camera is open, and the shot with it. A mark that outlives the kill says for
 * which listing it was opened; a lock, which does not outlive it, says whether the tab that set the mark is still
 * there.
 */
class CameraWatch {
  /** The listing whose shot may be lost, until the seller went on. */
  lostFor = $state<string | null>(null);
  #openFor: string | null = null;
  #isTaking = false;
  #letGo: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();

  /** Call before the camera opens. */
  open(listingId: string): void {
    this.lostFor = null;
    this.#isTaking = false;
    this.#mark(listingId);
    void this.#hold();
    // Not every browser tells that the camera was left without a picture; a press on the page does.
    window.addEventListener('pointerdown', this.#onPress, { capture: true });
  }

  /** A picture came back, for this listing. Call `done` when it is on disk. */
  took(listingId: string): void {
    if (this.#openFor === null) return;
    this.#isTaking = true;
    this.#mark(listingId);
  }

  /** The camera is left, with a picture that is on disk or without one. */
  done(): void {
    if (this.#openFor === null) return;
    window.removeEventListener('pointerdown', this.#onPress, { capture: true });
    this.#mark(null);
    this.#isTaking = false;
    this.#letGo?.();
    this.#letGo = null;
  }

  /** At start: the listing to open again, told once. `null`: no camera closed the app. */
  async look(): Promise<string | null> {
    const listingId = await readCameraMark().catch(() => null);
    if (listingId === null || this.#openFor !== null) return null;
    const locks = await navigator.locks?.query();
    if (locks?.held?.some(({ name }) => name === lockName)) return null;
    this.#mark(null);
    this.lostFor = listingId;
    return listingId;
  }

  readonly #onPress = (): void => {
    if (!this.#isTaking) this.done();
  };

  #mark(listingId: string | null): void {
    this.#openFor = listingId;
    // A device that keeps nothing has nothing to come back to either.
    this.#writing = this.#writing.then(() => writeCameraMark(listingId)).catch(() => undefined);
  }

  async #hold(): Promise<void> {
    if (this.#letGo) return;
    const open = new Promise<void>((resolve) => (this.#letGo = resolve));
    await navigator.locks?.request(lockName, { mode: 'shared' }, () => open);
  }
}

export const cameraWatch = new CameraWatch();
