/** One short sentence over the bar, with at most one act. A new one takes the old one's place. */
export interface Toast {
  message: string;
  action?: { label: string; run: () => void };
  durationMs?: number;
  /** News: lets what stands there have its time first. */
  canWait?: boolean;
}

const actMs = 10_000;
const plainMs = 4_000;

export class ToastSeat {
  current = $state.raw<Toast | null>(null);
  #waiting: Toast[] = [];
  #isHeld = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(toast: Toast): void {
    if (toast.canWait && this.current) {
      this.#waiting.push(toast);
      return;
    }
    this.current = toast;
    this.#startTimer();
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = this.#waiting.shift() ?? null;
    if (this.current) this.#startTimer();
    // What is no longer there is not left by a pointer.
    else this.#isHeld = false;
  }

  /** Waits while it is hovered or focused. */
  pause(): void {
    this.#isHeld = true;
    clearTimeout(this.#timer);
  }

  resume(): void {
    this.#isHeld = false;
    this.#startTimer();
  }

  #startTimer(): void {
    clearTimeout(this.#timer);
    const { current } = this;
    if (!current || this.#isHeld) return;
    const durationMs = current.durationMs ?? (current.action ? actMs : plainMs);
    this.#timer = setTimeout(() => this.dismiss(), durationMs);
  }
}

/** Shown by `ToastHost` in the root layout; only ever called in a browser. */
export const toastSeat = new ToastSeat();
export const showToast = (toast: Toast): void => toastSeat.show(toast);
