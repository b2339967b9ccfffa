/**
 * Knows when everything this device wrote is safe on the server. A connection proves that only once a sync
 * step 2 (which carries all that was missing) and every frame after it are acked, and no edit came since.
 */
export class AckLedger {
  #edits = 0;
  #sent = 0;
  #stepTwo = 0;
  #covered = -1;
  #canProve = false;

  /** A new connection: its frames are counted from one. */
  opened(): void {
    this.#sent = 0;
    this.#stepTwo = 0;
    this.#covered = -1;
    this.#canProve = true;
  }

  /** A frame was refused or could not be sent: this connection proves nothing any more. */
  cut(): void {
    this.#canProve = false;
  }

  edited(): void {
    this.#edits++;
  }

  get edits(): number {
    return this.#edits;
  }

  /** A document frame left that holds everything up to the edit number `edits`. */
  sent(isStepTwo: boolean, edits: number): void {
    this.#sent++;
    this.#covered = edits;
    if (isStepTwo) this.#stepTwo ||= this.#sent;
  }

  /** Returns true when the ack of the first `frames` frames makes all work safe. */
  acked(frames: number): boolean {
    return (
      this.#canProve &&
      this.#stepTwo > 0 &&
      frames >= this.#sent &&
      frames >= this.#stepTwo &&
      this.#covered === this.#edits
    );
  }
}
