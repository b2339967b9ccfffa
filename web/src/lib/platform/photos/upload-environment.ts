import type { UploadOptions } from 'tus-js-client';

export interface Transfer {
  start(): void;
  abort(): Promise<void>;
  readonly url: string | null;
}

/** What the upload queue needs of the world around it. */
export interface UploadEnvironment {
  /** Absolute address of `/media/uploads`. */
  endpoint: string;
  createTransfer(master: Blob, options: UploadOptions): Promise<Transfer>;
  isOnline(): boolean;
  now(): number;
  random(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /**
   * Runs `hold` while no other tab runs its own under this name. `signal` gives up waiting; `steal` waits for nobody,
   * and the call of whoever ran rejects.
   */
  exclusively(
    name: string,
    how: { signal: AbortSignal } | { steal: true },
    hold: () => Promise<void>,
  ): Promise<void>;
  /** Between the tabs of this browser. */
  openChannel(name: string): Pick<BroadcastChannel, 'postMessage' | 'close' | 'addEventListener'>;
}

export const browserUploads = (): UploadEnvironment => ({
  endpoint: new URL('/media/uploads', location.href).href,
  async createTransfer(master, options) {
    const { Upload } = await import('tus-js-client');
    return new Upload(master as File, options);
  },
  isOnline: () => navigator.onLine,
  now: () => Date.now(),
  random: () => Math.random(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as number),
  async exclusively(name, how, hold) {
    await navigator.locks.request(name, how, hold);
  },
  openChannel: (name) => new BroadcastChannel(name),
});
