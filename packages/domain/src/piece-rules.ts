import { findColour } from './colours.ts';
import type { PhotoRef, Piece } from './piece.ts';
import { cleanLine, cleanText, isBlank, isLongerThan } from './plain-text.ts';
import { currencyPolicy } from './policy.ts';
import type { CurrencyPolicy, Policy } from './policy.ts';
import type { FieldRefusal, FieldRefusalCode } from './refusal.ts';
import { findCategory, isKnownSize, isSizeOf } from './taxonomy.ts';

// What a piece may say, for the editor and for the server alike. Takes fields of the right form, any of them absent.

function firstOfEachId(photos: readonly PhotoRef[]): PhotoRef[] {
  const seen = new Set<string>();
  return photos.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** The form in which texts are stored and compared; doubles fall to their first occurrence. */
export function cleanPiece(fields: Partial<Piece>): Partial<Piece> {
  const { measurements, tags, ...rest } = fields;
  const clean: Partial<Piece> = { ...rest };
  if (rest.title !== undefined) clean.title = cleanLine(rest.title);
  if (rest.description !== undefined) clean.description = cleanText(rest.description);
  if (typeof rest.brand === 'string') clean.brand = cleanLine(rest.brand);
  if (rest.colours) clean.colours = [...new Set(rest.colours)];
  if (rest.photos) clean.photos = firstOfEachId(rest.photos);
  if (measurements) {
    const given = Object.entries(measurements)
      .map(([name, value]) => [cleanLine(name), cleanLine(value)] as const)
      .filter(([name, value]) => name !== '' && name !== '__proto__' && value !== '');
    if (given.length > 0) clean.measurements = Object.fromEntries(given);
  }
  if (tags) {
    const given = [...new Set(tags.map(cleanLine))].filter((tag) => tag !== '');
    if (given.length > 0) clean.tags = given;
  }
  return clean;
}

function lineRule(text: string, maxLength: number): FieldRefusalCode | null {
  if (isBlank(text)) return 'empty';
  return isLongerThan(text, maxLength) ? 'too-long' : null;
}

function amountRule(amount: number, currency: CurrencyPolicy | null): FieldRefusalCode | null {
  if (Number.isNaN(amount)) return 'not-a-number';
  if (Number.isFinite(amount) && !Number.isInteger(amount)) return 'not-whole';
  // Without a known currency only its own field has something to say.
  if (!currency) return null;
  if (amount < currency.minPriceMinor) return 'below-minimum';
  return amount > currency.maxPriceMinor ? 'above-maximum' : null;
}

function sizeRule(size: string, category: string | undefined): FieldRefusalCode | null {
  if (category === undefined || !findCategory(category)) return null;
  if (isSizeOf(category, size)) return null;
  return isKnownSize(size) ? 'not-of-this-category' : 'unknown';
}

function coloursRule(colours: readonly string[], policy: Policy): FieldRefusalCode | null {
  if (colours.length === 0) return 'none';
  if (colours.length > policy.coloursMax) return 'too-many';
  return colours.every((colour) => findColour(colour)) ? null : 'unknown';
}

function countRule(count: number, max: number): FieldRefusalCode | null {
  if (count === 0) return 'none';
  return count > max ? 'too-many' : null;
}

function originalPriceRule(fields: Partial<Piece>, currency: CurrencyPolicy | null): FieldRefusalCode | null {
  const { price, originalPrice } = fields;
  if (originalPrice === undefined) return null;
  const code = amountRule(originalPrice, currency);
  if (code) return code;
  // Beside a price that is refused itself it would only be noise.
  const isComparable = price !== undefined && amountRule(price, currency) === null;
  return isComparable && originalPrice <= price ? 'not-above-price' : null;
}

/** Everything wrong with the fields that are there, one refusal a field. */
export function brokenRules(fields: Partial<Piece>, policy: Policy): FieldRefusal[] {
  const { title, category, size, brand, colours, description, price, photos, measurements, tags } = fields;
  const currency = currencyPolicy(policy, fields.currency);
  const measured = Object.entries(measurements ?? {});
  const tooLong = (text: string): boolean => isLongerThan(text, policy.tagMaxLength);
  const found: Record<string, FieldRefusalCode | null | undefined> = {
    photos: photos && countRule(photos.length, policy.photosMax),
    title: title === undefined ? null : lineRule(title, policy.titleMaxLength),
    category: category === undefined || findCategory(category) ? null : 'unknown',
    size: size === undefined ? null : sizeRule(size, category),
    brand: typeof brand === 'string' ? lineRule(brand, policy.brandMaxLength) : null,
    colours: colours && coloursRule(colours, policy),
    description:
      description !== undefined && isLongerThan(description, policy.descriptionMaxLength) ? 'too-long' : null,
    price: price === undefined ? null : amountRule(price, currency),
    originalPrice: originalPriceRule(fields, currency),
    currency: fields.currency === undefined || currency ? null : 'unknown',
    measurements:
      (measured.length > policy.measurementsMax && 'too-many') ||
      (measured.flat().some(tooLong) ? 'too-long' : null),
    tags: ((tags?.length ?? 0) > policy.tagsMax && 'too-many') || (tags?.some(tooLong) ? 'too-long' : null),
  };
  return Object.entries(found).flatMap(([field, code]) => (code ? [{ field, code }] : []));
}
