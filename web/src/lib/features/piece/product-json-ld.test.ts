import type { ListingPage } from '@komod/domain/catalog-entry';
import { expect, test } from 'vitest';
import { plainAmount, productJsonLd } from './product-json-ld.ts';

const photo = { id: 'a'.repeat(64), width: 1200, height: 1600, thumbhash: '' };
const piece: ListingPage = {
  id: '0193b4a0-0000-7000-8000-000000000001',
  version: 1,
  state: 'live',
  title: 'Blazer </script><script>alert(1)</script>',
  description: '<!-- <script>',
  brand: 'Theory',
  category: 'women.jackets.blazers',
  size: 'M',
  condition: 'like-new',
  colours: ['black'],
  price: 4000,
  currency: 'USD',
  cover: photo,
  photos: [photo],
  seller: { handle: 'sara', name: 'Sara' },
  publishedAt: 1,
};

test('what a seller typed can not end the script element', () => {
  const script = productJsonLd(piece, 'https://komod.example');
  const inside = script.slice(script.indexOf('>') + 1, script.lastIndexOf('</script>'));
  expect(inside).not.toContain('<');
  expect(JSON.parse(inside)).toMatchObject({ name: piece.title, description: piece.description });
});

test('the offer says price, currency, availability and condition', () => {
  const script = productJsonLd({ ...piece, state: 'sold', condition: 'nwt' }, 'https://komod.example');
  const inside = script.slice(script.indexOf('>') + 1, script.lastIndexOf('</script>'));
  expect(JSON.parse(inside).offers).toMatchObject({
    price: '40.00',
    priceCurrency: 'USD',
    availability: 'https://schema.org/SoldOut',
    itemCondition: 'https://schema.org/NewCondition',
    url: `https://komod.example/listing/${piece.id}`,
  });
});

test('an amount has the digits of its currency', () => {
  expect([plainAmount(1499, 'USD'), plainAmount(2_000_000, 'IRR')]).toEqual(['14.99', '2000000']);
});
