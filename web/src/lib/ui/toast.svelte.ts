/** One short sentence over the bar, with at most one act. A new one takes the old one's place. */
export interface Toast {
  message: string;
  action?: { label: string; run: () => void };
  durationMs?: number;
}

const undoMs = 10_000;
const plainMs = 4_000;

class ToastSeat {
  current = $state.raw<Toast | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(toast: Toast): void {
    this.current = toast;
    this.resume();
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }

  /** Waits while it is hovered or focused. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  resume(): void {
    clearTimeout(this.#timer);
    const { current } = this;
    if (!current) return;
    const durationMs = current.durationMs ?? (current.action ? undoMs : plainMs);
    this.#timer = setTimeout(() => this.dismiss(), durationMs);
  }
}

/** Shown by `ToastHost` in the root layout; only ever called in a browser. */
export const toastSeat = new ToastSeat();
export const showToast = (toast: Toast): void => toastSeat.show(toast);
