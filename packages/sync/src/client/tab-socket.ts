import type { TabMessage, TabParts } from './tab-channel.ts';

/** Another tab's end of a line to the leader, as far as a socket as a link uses one. */
export class TabSocket {
  static readonly OPEN = 1;
  readonly OPEN = 1;
  readonly bufferedAmount = 0;
  binaryType = '';
  readyState = 0;
  onopen: (() => void) | null = null;
  declare onmessage: ((event: { data: Uint8Array }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly id: number;
  readonly #parts: TabParts;
  readonly #post: (message: TabMessage) => void;
  /** Frames said, and the newest heard. */
  #said = 0;
  #heard = 0;
  /** Has what the leader had when it answered: before that, what it tells has gaps. */
  #isWhole = false;

  constructor(id: number, parts: TabParts, post: (message: TabMessage) => void) {
    this.id = id;
    this.#parts = parts;
    this.#post = (message) => post({ line: id, ...message });
    this.dial();
  }

  /** Asks the leader for a line. */
  dial(): void {
    this.#post({ history: this.#parts.history(), generation: this.#parts.generation() });
  }

  send(frame: Uint8Array): void {
    if (this.readyState === 1)
      this.#post({ count: ++this.#said, frame, tags: this.#parts.unacked()?.tags ?? [] });
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#post({ end: 'gone' });
  }

  /** The leader has ended it, or a word of it was lost. */
  drop(): void {
    this.close();
    this.onclose?.({ code: 1006, reason: '' });
  }

  hear({ line, count = 0, frame, whole, mark, end }: TabMessage): void {
    const isMine = line === this.id;
    if (end) return void (isMine && this.drop());
    if (this.readyState === 0 && isMine && !frame) {
      this.#heard = count;
      this.readyState = 1;
      this.onopen?.();
    } else if (this.readyState === 1 && frame) {
      if (++this.#heard !== count) return this.drop();
      if (whole && isMine) this.#isWhole = true;
      if (!isMine && (line !== undefined || !this.#isWhole)) return;
      if (mark) this.#parts.found(mark);
      this.say(frame);
    }
  }

  /** A word of the leader that is no frame shows as well that it is there. */
  say(frame: Uint8Array): void {
    if (this.readyState === 1) this.onmessage?.({ data: frame });
  }
}
