import { formatMoney } from '@komod/domain/money';
import { defaultPolicy } from '@komod/domain/policy';
import type { FieldRefusal, FieldRefusalCode } from '@komod/domain/refusal';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { wholeNumber } from '#lib/words/time-words.ts';

// From refusal code and field to words, once for the whole app. Phrases begin small and end without a full stop, so
// that they stand inside a sentence; `refusalSentence` makes one of its own.

interface Phrase {
  field: string;
  max: string;
  min: string;
}

const phrases: Record<FieldRefusalCode, (phrase: Phrase) => string> = {
  missing: m.refusal_missing,
  empty: m.refusal_empty,
  'too-long': m.refusal_too_long,
  'not-text': m.refusal_not_text,
  'not-a-number': m.refusal_not_a_number,
  'not-whole': m.refusal_not_whole,
  'below-minimum': m.refusal_below_minimum,
  'above-maximum': m.refusal_above_maximum,
  'not-above-price': m.refusal_not_above_price,
  unknown: m.refusal_unknown,
  'not-of-this-category': m.refusal_not_of_this_category,
  'too-many': m.refusal_too_many,
  none: m.refusal_none,
  'not-a-photo': m.refusal_not_a_photo,
  'not-yours': m.refusal_not_yours,
  unreadable: m.refusal_unreadable,
  malformed: m.refusal_malformed,
  'changed-elsewhere': m.refusal_changed_elsewhere,
};

const nouns: Record<string, () => string> = {
  title: m.field_title,
  description: m.field_description,
  category: m.field_category,
  size: m.field_size,
  brand: m.field_brand,
  colours: m.field_colours,
  condition: m.field_condition,
  price: m.field_price,
  originalPrice: m.field_original_price,
  currency: m.field_currency,
  photos: m.field_photos,
  piece: m.field_piece,
  listing: m.field_piece,
};

/** What to do about a field nobody answered yet, beside the field itself. */
const unanswered: Record<string, () => string> = {
  title: m.missing_title,
  category: m.missing_category,
  size: m.missing_size,
  brand: m.missing_brand,
  colours: m.missing_colours,
  condition: m.missing_condition,
  price: m.missing_price,
  photos: m.missing_photos,
};
const isUnanswered = (code: string): boolean => code === 'missing' || code === 'empty' || code === 'none';

/** The number of the photo a refusal speaks of, counted from one. */
export function refusedPhoto(refusal: FieldRefusal): number | null {
  const index = /^photos\.(\d+)$/.exec(refusal.field)?.[1];
  return index === undefined ? null : Number(index) + 1;
}

export function fieldNoun(field: string): string {
  const photo = refusedPhoto({ field, code: 'unknown' });
  if (photo !== null) return m.field_photo({ photo: wholeNumber(photo) });
  return (nouns[field] ?? m.field_other)();
}

const lengths: Record<string, number> = {
  title: defaultPolicy.titleMaxLength,
  description: defaultPolicy.descriptionMaxLength,
  brand: defaultPolicy.brandMaxLength,
  photos: defaultPolicy.photosMax,
  colours: defaultPolicy.coloursMax,
};

export function refusalPhrase({ field, code }: FieldRefusal, currency = defaultPolicy.currency): string {
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined;
  // A newer server may know codes that this version has no words for.
  if (!phrase) return m.refusal_other({ code });
  if (code === 'not-yours' && field === 'listing') return m.refusal_listing_not_yours();
  const limits = defaultPolicy.currencies[currency];
  const isMost = code === 'above-maximum';
  const money = (minor: number | undefined) =>
    minor === undefined ? '' : formatMoney(minor, currency, getLocale());
  return phrase({
    field: fieldNoun(field),
    min: money(limits?.minPriceMinor),
    max: isMost ? money(limits?.maxPriceMinor) : wholeNumber(lengths[field] ?? 0),
  });
}

/** For beside the field. */
export function refusalSentence(refusal: FieldRefusal, currency?: string): string {
  const ask = isUnanswered(refusal.code) ? unanswered[refusal.field] : undefined;
  if (ask) return ask();
  const phrase = refusalPhrase(refusal, currency);
  return `${phrase.charAt(0).toLocaleUpperCase()}${phrase.slice(1)}.`;
}
