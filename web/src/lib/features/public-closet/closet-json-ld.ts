import type { ClosetPage } from '@komod/domain/catalog-entry';
import { jsonLdScript } from '#lib/platform/json-ld.ts';
import { photoAddress } from '#lib/platform/photo-addresses.ts';

/** The closet as the page of a person and a list of what hangs there. */
export function closetJsonLd({ seller, counts, entries }: ClosetPage, origin: string): string {
  const address = `${origin}/closet/${seller.handle}`;
  return jsonLdScript({
    '@type': 'ProfilePage',
    url: address,
    mainEntity: {
      '@type': 'Person',
      name: seller.name,
      alternateName: `@${seller.handle}`,
      url: address,
      ...(seller.bio && { description: seller.bio }),
      ...(seller.avatar && { image: origin + photoAddress(seller.avatar.id, 640) }),
    },
    hasPart: {
      '@type': 'ItemList',
      numberOfItems: counts.live,
      itemListElement: entries.map(({ id, title }, index) => ({
        '@type': 'ListItem',
        position: index + 1,
        name: title,
        url: `${origin}/listing/${id}`,
      })),
    },
  });
}
