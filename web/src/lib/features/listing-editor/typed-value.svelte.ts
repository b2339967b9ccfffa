/** While typing goes on, the document is written at most this often; the last letter is never older. */
const writeEveryMs = 200;

/** The text in one field, and the value it stands for in the document. */
export class TypedValue<T> {
  text = $state('');
  readonly #parse: (text: string) => T;
  readonly #show: (value: T) => string;
  readonly #write: (value: T) => void;
  #known: T;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDirty = false;

  constructor(stored: T, parse: (text: string) => T, show: (value: T) => string, write: (value: T) => void) {
    this.#parse = parse;
    this.#show = show;
    this.#write = write;
    this.#known = stored;
    this.text = show(stored);
  }

  /** The first letter is written at once, the following ones together. */
  type(text: string): void {
    this.text = text;
    this.#isDirty = true;
    if (this.#timer !== undefined) return;
    this.flush();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.flush();
    }, writeEveryMs);
  }

  flush(): void {
    if (!this.#isDirty) return;
    this.#isDirty = false;
    this.#known = this.#parse(this.text);
    this.#write(this.#known);
  }

  /** The field is left: what stands there takes its proper form, unless it cannot be read. */
  tidy(): void {
    this.flush();
    const proper = this.#show(this.#known);
    if (proper !== '') this.text = proper;
  }

  /** Shows what the document holds, whatever was typed. */
  reset(): void {
    this.#isDirty = false;
    this.text = this.#show(this.#known);
  }

  /** Another device, an undo or *Discard changes* wrote the value. */
  follow(stored: T): void {
    if (this.#isDirty || stored === this.#known) return;
    this.#known = stored;
    this.text = this.#show(stored);
  }
}
