import type { ListingPage } from '@komod/domain/catalog-entry';
import { defaultPolicy } from '@komod/domain/policy';
import { jsonLdScript } from '#lib/platform/json-ld.ts';
import { photoAddress } from '#lib/platform/photo-addresses.ts';

/** An amount as machines read it: `40.00`. */
export const plainAmount = (minor: number, currency: string): string => {
  const digits = defaultPolicy.currencies[currency]?.fractionDigits ?? 2;
  return (minor / 10 ** digits).toFixed(digits);
};

/** The piece in the words of schema.org. */
export function productJsonLd(piece: ListingPage, origin: string): string {
  const address = `${origin}/listing/${piece.id}`;
  return jsonLdScript({
    '@type': 'Product',
    name: piece.title,
    description: piece.description || piece.title,
    image: piece.photos.map(({ id }) => origin + photoAddress(id, 1280)),
    sku: piece.id,
    url: address,
    ...(piece.brand ? { brand: { '@type': 'Brand', name: piece.brand } } : {}),
    offers: {
      '@type': 'Offer',
      url: address,
      price: plainAmount(piece.price, piece.currency),
      priceCurrency: piece.currency,
      availability: `https://schema.org/${piece.state === 'live' ? 'InStock' : 'SoldOut'}`,
      itemCondition: `https://schema.org/${piece.condition === 'nwt' ? 'NewCondition' : 'UsedCondition'}`,
      seller: { '@type': 'Person', name: piece.seller.name },
    },
  });
}
