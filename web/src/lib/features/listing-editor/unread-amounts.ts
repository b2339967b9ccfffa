type AmountField = 'price' | 'originalPrice';

const keyOf = (listingId: string, field: AmountField): string => `komod.unread.${listingId}.${field}`;

/**
 * What was typed as an amount and is none has no place in a document, yet it is the seller's: this tab keeps it until
 * it reads as an amount or is taken away. `null`: nothing of the kind.
 */
export const unreadAmount = (listingId: string, field: AmountField): string | null =>
  sessionStorage.getItem(keyOf(listingId, field));

export function keepUnreadAmount(listingId: string, field: AmountField, text: string | null): void {
  if (text === null) sessionStorage.removeItem(keyOf(listingId, field));
  else sessionStorage.setItem(keyOf(listingId, field), text);
}
