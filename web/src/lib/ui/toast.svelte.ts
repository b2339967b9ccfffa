/** One short sentence over the bar, with at most one act. A new one takes the old one's place. */
export interface Toast {
  message: string;
  action?: { label: string; run: () => void };
  durationMs?: number;
  /** News: lets what stands there have its time first. */
  canWait?: boolean;
}

type Hold = 'pointer' | 'focus';

const actMs = 10_000;
const plainMs = 4_000;

export class ToastSeat {
  current = $state.raw<Toast | null>(null);
  #waiting: Toast[] = [];
  /** What keeps it from going. */
  readonly #held = new Set<Hold>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(toast: Toast): void {
    if (toast.canWait && this.current) {
      this.#waiting.push(toast);
      return;
    }
    this.#seat(toast);
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.#seat(this.#waiting.shift() ?? null);
    // What is no longer there is not left by a pointer.
    if (!this.current) this.#held.clear();
  }

  /** Waits while it is hovered or focused: while either holds it, the other may let go. */
  pause(hold: Hold): void {
    this.#held.add(hold);
    clearTimeout(this.#timer);
  }

  resume(hold: Hold): void {
    this.#held.delete(hold);
    this.#startTimer();
  }

  #seat(toast: Toast | null): void {
    this.current = toast;
    // Each toast has an act of its own, so the focus went with the act before.
    this.#held.delete('focus');
    this.#startTimer();
  }

  #startTimer(): void {
    clearTimeout(this.#timer);
    const { current } = this;
    if (!current || this.#held.size > 0) return;
    const durationMs = current.durationMs ?? (current.action ? actMs : plainMs);
    this.#timer = setTimeout(() => this.dismiss(), durationMs);
  }
}

/** Shown by `ToastHost` in the root layout; only ever called in a browser. */
export const toastSeat = new ToastSeat();
export const showToast = (toast: Toast): void => toastSeat.show(toast);
