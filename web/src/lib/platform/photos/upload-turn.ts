import type { UploadEnvironment } from './upload-environment.ts';

const askEveryMs = 1000;
/** A tab that was asked so often and said nothing is frozen. */
const unansweredMax = 3;

export interface UploadTurnOptions {
  environment: UploadEnvironment;
  /** Of the lock, and of the channel on which tabs ask each other. */
  name: string;
  /** Whether there is something to send. */
  isWanted(): boolean;
  onTurn(): void;
  /** Another tab took the turn, because this one did not answer. */
  onLost(): void;
}

/**
 * One tab of a browser has the turn at a time, until it closes. The others wait in line; one that wants it asks for it
 * every second, and takes it from a tab that does not answer.
 */
export class UploadTurn {
  readonly #options: UploadTurnOptions;
  readonly #channel: ReturnType<UploadEnvironment['openChannel']>;
  #waiting = new AbortController();
  #letGo: () => void = () => undefined;
  #hasTurn = false;
  #isOver = false;
  #asking: unknown = null;
  #unanswered = 0;

  constructor(options: UploadTurnOptions) {
    this.#options = options;
    this.#channel = options.environment.openChannel(options.name);
    this.#channel.addEventListener('message', (event) =>
      this.#hear((event as MessageEvent<'asked' | 'here'>).data),
    );
    this.#stand({ signal: this.#waiting.signal });
  }

  /** This tab may send. */
  get isMine(): boolean {
    return this.#hasTurn;
  }

  /** Call whenever the turn may have become wanted. */
  look(): void {
    if (this.#hasTurn || this.#isOver || this.#asking !== null || !this.#options.isWanted()) return;
    this.#asking = this.#options.environment.setTimeout(() => this.#ask(), askEveryMs);
  }

  close(): void {
    this.#isOver = true;
    this.#hasTurn = false;
    this.#askNoMore();
    this.#waiting.abort();
    this.#letGo();
    this.#channel.close();
  }

  #askNoMore(): void {
    this.#options.environment.clearTimeout(this.#asking);
    this.#asking = null;
    this.#unanswered = 0;
  }

  #ask(): void {
    this.#asking = null;
    if (!this.#options.isWanted()) this.#unanswered = 0;
    else if (this.#unanswered < unansweredMax) {
      this.#unanswered += 1;
      this.#say('asked');
    } else {
      this.#unanswered = 0;
      this.#waiting.abort();
      this.#waiting = new AbortController();
      this.#stand({ steal: true });
    }
    this.look();
  }

  #stand(how: { signal: AbortSignal } | { steal: true }): void {
    let isMine = false;
    const hold = async () => {
      if (this.#isOver) return;
      isMine = true;
      this.#hasTurn = true;
      this.#askNoMore();
      const over = new Promise<void>((resolve) => (this.#letGo = resolve));
      this.#options.onTurn();
      await over;
    };
    const stood = this.#options.environment.exclusively(this.#options.name, how, hold);
    // Given up before it came, or taken away.
    stood.catch(() => {
      if (!isMine || this.#isOver) return;
      this.#hasTurn = false;
      this.#stand({ signal: this.#waiting.signal });
      this.#options.onLost();
    });
  }

  #hear(word: 'asked' | 'here'): void {
    if (word === 'here') this.#unanswered = 0;
    else if (this.#hasTurn) this.#say('here');
  }

  #say(word: 'asked' | 'here'): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of this origin anyway
    this.#channel.postMessage(word);
  }
}
