import { m } from '#lib/paraglide/messages.js';
import { wholeNumber } from '#lib/words/time-words.ts';
import type { TypedValue } from './typed-value.svelte.ts';

/** A text that stops at its length: what is longer is cut, and that is told. */
export class LimitedText {
  wasCut = $state(false);
  readonly #typed: TypedValue<string>;
  readonly #max: number;
  readonly #counterFrom: number;

  constructor(typed: TypedValue<string>, max: number, counterFrom: number) {
    this.#typed = typed;
    this.#max = max;
    this.#counterFrom = counterFrom;
  }

  get text(): string {
    return this.#typed.text;
  }

  readonly hint = $derived.by(() => {
    if (this.wasCut) return m.editor_cut({ max: wholeNumber(this.#max) });
    const length = [...this.text].length;
    if (length < this.#counterFrom) return undefined;
    return m.editor_counter({ used: wholeNumber(length), max: wholeNumber(this.#max) });
  });

  type(text: string): void {
    const letters = [...text];
    this.wasCut = letters.length > this.#max;
    this.#typed.type(this.wasCut ? letters.slice(0, this.#max).join('') : text);
  }
}
