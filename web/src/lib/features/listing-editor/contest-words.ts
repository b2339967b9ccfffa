import { findColour } from '@komod/domain/colours';
import { conditionNames } from '@komod/domain/condition';
import type { PieceValue } from '@komod/domain/merge-piece';
import { findCategory } from '@komod/domain/taxonomy';
import type { Contest, ContestSide } from '#lib/app/contest.ts';
import { m } from '#lib/paraglide/messages.js';
import { inLocale, priceWords, sizeWords } from '#lib/words/entry-words.ts';
import { held } from '#lib/words/held.ts';
import { someNames } from '#lib/words/list-words.ts';

/** Of a text so much is quoted; the field beside it has it whole. */
const quotedMax = 80;

function quoted(text: string): string {
  const letters = [...text.trim()];
  if (letters.length === 0) return m.contest_nothing();
  const some =
    letters.length > quotedMax ? `${letters.slice(0, quotedMax).join('').trimEnd()}…` : text.trim();
  return m.contest_quoted({ text: held(some) });
}

/** Where the words of a value depend on the rest of the piece. */
interface Around {
  currency: string;
  category: string | undefined;
}

/** One value of one field, such as "$40" or the name of a category. */
export function valueWords(given: PieceValue, { currency, category }: Around): string {
  const { field, value } = given;
  if (value === undefined) return m.contest_nothing();
  switch (field) {
    case 'price':
    case 'originalPrice':
      return priceWords(value as number, currency);
    case 'brand':
      return value === null ? m.picker_no_brand() : held(value);
    case 'category': {
      const known = findCategory(value as string);
      return known ? inLocale(known.names) : held(value as string);
    }
    case 'size':
      return held(sizeWords({ category: category ?? '', size: value as string }));
    case 'condition':
      return inLocale(conditionNames[value!].names);
    case 'colours':
      return someNames(
        (value as string[]).map((id) => inLocale(findColour(id)?.names ?? { en: id, fa: id })),
      );
    default:
      return quoted(String(value));
  }
}

/** Both values, and which of them stands where. */
export function contestWords({ kind, field, theirs, mine, isMine }: Contest, around: Around): string {
  if (field === 'photos') return isMine ? m.contest_photos() : m.contest_photos_other();
  const both = { theirs: valueWords(theirs, around), mine: valueWords(mine, around) };
  if (kind === 'typed') return m.contest_typed(both);
  return isMine ? m.contest_pressed(both) : m.contest_pressed_other(both);
}

/** The acts of a contest. A value that another device asked for is not called mine here. */
export const contestActs = ({ isMine }: Contest): Record<ContestSide, string> =>
  isMine
    ? { mine: m.contest_use_mine(), theirs: m.contest_keep_theirs() }
    : { mine: m.contest_use_other(), theirs: m.contest_keep_live() };
