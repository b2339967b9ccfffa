import { parsePrice } from '@komod/domain/money';
import { defaultPolicy } from '@komod/domain/policy';
import { plainPrice } from '#lib/words/plain-price.ts';

export interface TextAndCaret {
  text: string;
  /** UTF-16 units before it. */
  caret: number;
}

const isDigit = (mark: string): boolean => /[0-9۰-۹٠-٩]/.test(mark);
const pointMarks = '.٫/';
/** Opens the fraction in one language and groups in another: three digits behind it decide. */
const doubtfulMarks = ',٬،';
const isSeparator = (mark: string): boolean => (pointMarks + doubtfulMarks).includes(mark);
const groupsOf = /\B(?=(?:[0-9۰-۹٠-٩]{3})+$)/g;

/**
 * Groups an amount while it is typed. In the text it gives, `.` and `٫` open the fraction and `,` and `٬` group,
 * whichever were typed. What cannot be a number stays as it was typed.
 */
export class PriceTyping {
  readonly #currency: string;
  readonly #fractionDigits: number;
  #isPointDoubtful = false;

  constructor(currency: string) {
    this.#currency = currency;
    this.#fractionDigits = defaultPolicy.currencies[currency]?.fractionDigits ?? 2;
  }

  /** `inserted`: the one mark that was just typed, `''` when something was deleted, `null` when a whole text came in. */
  type({ text, caret }: TextAndCaret, inserted: string | null): TextAndCaret {
    if (inserted === null) return this.#takeWhole(text);
    if (!/\d|[۰-۹٠-٩]/.test(text) || ![...text].every((mark) => isDigit(mark) || isSeparator(mark)))
      return { text, caret };
    const typedAt = inserted !== '' && isSeparator(inserted) ? caret - 1 : -1;
    const point = this.#pointOf(text, typedAt);
    const kept = [...text].map((mark, index) => ({ mark, index })).filter(({ mark }) => isDigit(mark));
    const before = (end: number) => kept.filter(({ index }) => index < end).length;
    const whole = kept.filter(({ index }) => point < 0 || index < point);
    const fraction = kept.slice(whole.length, whole.length + this.#fractionDigits);
    return this.#write(
      whole.map(({ mark }) => mark).join(''),
      point < 0 ? null : fraction.map(({ mark }) => mark).join(''),
      before(caret) + (point >= 0 && point < caret ? 1 : 0),
    );
  }

  #takeWhole(text: string): TextAndCaret {
    this.#isPointDoubtful = false;
    const parsed = parsePrice(text, this.#currency, defaultPolicy);
    const read = parsed.ok ? plainPrice(parsed.value, this.#currency) : text;
    return { text: read, caret: read.length };
  }

  /** Where the fraction opens, `-1` for nowhere. */
  #pointOf(text: string, typedAt: number): number {
    if (this.#fractionDigits === 0) return -1;
    const standing = [...text].findIndex((mark, index) => index !== typedAt && pointMarks.includes(mark));
    const point = standing >= 0 ? standing : typedAt;
    if (standing < 0) this.#isPointDoubtful = typedAt >= 0 && doubtfulMarks.includes(text[typedAt]!);
    const behind = [...text].filter((mark, index) => index > point && isDigit(mark)).length;
    // A point put before digits that were there already was meant to group, or slipped in.
    if (point === typedAt && behind > this.#fractionDigits) return -1;
    return this.#isPointDoubtful && behind >= 3 ? -1 : point;
  }

  /** `significant`: digits and point before the caret. */
  #write(whole: string, fraction: string | null, significant: number): TextAndCaret {
    const [group, point] = /[0-9]/.test(whole + (fraction ?? '')) ? [',', '.'] : ['٬', '٫'];
    const text =
      (/^[0۰٠]/.test(whole) ? whole : whole.replaceAll(groupsOf, group)) +
      (fraction === null ? '' : point + fraction);
    let left = significant;
    let caret = 0;
    while (left > 0 && caret < text.length) {
      if (text[caret] !== group) left -= 1;
      caret += 1;
    }
    return { text, caret };
  }
}
