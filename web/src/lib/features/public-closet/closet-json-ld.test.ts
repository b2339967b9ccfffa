import { expect, test } from 'vitest';
import { closetJsonLd } from './closet-json-ld.ts';

test('a closet says whose it is and what hangs there, and nothing typed can end the script', () => {
  const photo = { id: 'a'.repeat(64), width: 3, height: 4, thumbhash: '' };
  const script = closetJsonLd(
    {
      seller: { handle: 'sara', name: 'Sara </script><b>', bio: 'Wool', avatar: photo },
      counts: { live: 60, sold: 2 },
      entries: [
        {
          id: 'one',
          version: 1,
          state: 'live',
          title: 'Wool coat',
          brand: null,
          category: 'women.jackets.blazers',
          size: 'M',
          condition: 'good',
          colours: [],
          price: 4000,
          currency: 'USD',
          cover: photo,
          seller: { handle: 'sara', name: 'Sara' },
          publishedAt: 1,
        },
      ],
      nextCursor: null,
    },
    'https://komod.example',
  );
  const inside = script.slice(script.indexOf('>') + 1, script.lastIndexOf('</script>'));
  expect(inside).not.toContain('<');
  expect(JSON.parse(inside)).toMatchObject({
    '@type': 'ProfilePage',
    url: 'https://komod.example/closet/sara',
    mainEntity: { name: 'Sara </script><b>', alternateName: '@sara', description: 'Wool' },
    hasPart: {
      numberOfItems: 60,
      itemListElement: [{ position: 1, name: 'Wool coat', url: 'https://komod.example/listing/one' }],
    },
  });
});
