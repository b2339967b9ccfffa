const pendingKey = 'komod.camera-open-for';
const lockName = 'komod-camera';

/** Pictures taken before there is a listing. */
export const newListing = 'new';

/**
 * Android may end the browser while its camera is open, and the shot with it. A mark that outlives the kill says for
 * which listing it was opened (session storage would not); a lock, which does not outlive it, says whether the tab
 * that set the mark is still there.
 */
class CameraWatch {
  /** The listing whose shot may be lost, until the seller went on. */
  lostFor = $state<string | null>(null);
  #letGo: (() => void) | null = null;
  #isTaking = false;

  /** Call before the camera opens. */
  open(listingId: string): void {
    this.lostFor = null;
    this.#isTaking = false;
    localStorage.setItem(pendingKey, listingId);
    void this.#hold();
    // Not every browser tells that the camera was left without a picture; a press on the page does.
    window.addEventListener('pointerdown', this.#onPress, { capture: true });
  }

  /** A picture came back, for this listing. Call `done` when it is on disk. */
  took(listingId: string): void {
    if (localStorage.getItem(pendingKey) === null) return;
    this.#isTaking = true;
    localStorage.setItem(pendingKey, listingId);
  }

  /** The camera is left, with a picture that is on disk or without one. */
  done(): void {
    window.removeEventListener('pointerdown', this.#onPress, { capture: true });
    localStorage.removeItem(pendingKey);
    this.#isTaking = false;
    this.#letGo?.();
    this.#letGo = null;
  }

  /** At start: the listing to open again, told once. `null`: no camera closed the app. */
  async look(): Promise<string | null> {
    const listingId = localStorage.getItem(pendingKey);
    if (listingId === null || this.#letGo) return null;
    const locks = await navigator.locks?.query();
    if (locks?.held?.some(({ name }) => name === lockName)) return null;
    localStorage.removeItem(pendingKey);
    this.lostFor = listingId;
    return listingId;
  }

  readonly #onPress = (): void => {
    if (!this.#isTaking) this.done();
  };

  async #hold(): Promise<void> {
    if (this.#letGo) return;
    const open = new Promise<void>((resolve) => (this.#letGo = resolve));
    await navigator.locks?.request(lockName, { mode: 'shared' }, () => open);
  }
}

export const cameraWatch = new CameraWatch();
