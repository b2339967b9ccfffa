/** Something that is open for whoever is at the device, and closed when persons change. */
export class PerOwner<T extends { close(): Promise<void> }> {
  /** `null` until asked for and while persons change. */
  current = $state.raw<T | null>(null);
  readonly #make: (owner: string) => Promise<T>;
  #opening: Promise<T> | null = null;
  #owner: string | null = null;

  /** @param make opens it for that owner; called when nothing is left of the one before. */
  constructor(make: (owner: string) => Promise<T>) {
    this.#make = make;
  }

  /** True from the first call of `open` until it is closed or taken. */
  get isWanted(): boolean {
    return this.#opening !== null;
  }

  /** What is open for `owner`; opened at the first call. What failed to open is opened anew at the next. */
  open(owner: string): Promise<T> {
    if (this.#opening && this.#owner === owner) return this.#opening;
    const closed = this.close();
    const opening = closed.then(() => this.#make(owner));
    this.#opening = opening;
    this.#owner = owner;
    opening.then(
      (made) => {
        if (this.#opening === opening) this.current = made;
      },
      () => {
        if (this.#opening === opening) this.#opening = null;
      },
    );
    return opening;
  }

  /** Hands over what is open, which is then the caller's to end. */
  take(): Promise<T> | null {
    const open = this.#opening;
    this.#opening = null;
    this.current = null;
    return open;
  }

  async close(): Promise<void> {
    // One that never opened has nothing to close.
    const open = await this.take()?.catch(() => null);
    await open?.close();
  }
}
