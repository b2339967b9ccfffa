import { ExpirationPlugin } from 'workbox-expiration';
import type { RouteMatchCallback } from 'workbox-core/types.js';
import { CacheFirst } from 'workbox-strategies';

const photo = /^\/media\/([0-9a-f]{64})\/(320|640|1280)$/;
const widths = [640, 1280, 320];

const matches: RouteMatchCallback = ({ sameOrigin, url }) => sameOrigin && photo.test(url.pathname);

/** A photo never changes under its address. Offline, another size of the same photo is better than none. */
const strategy = new CacheFirst({
  // `web/src/lib/platform/kept-covers.ts` looks into the same cache. Not the name of any database: when workbox
  // begins to count a cache it deletes the IndexedDB database of the same name (one of its own once had it).
  cacheName: 'komod-cached-photos',
  plugins: [
    new ExpirationPlugin({ maxEntries: 800, purgeOnQuotaError: true }),
    {
      handlerDidError: async ({ request }) => {
        const id = photo.exec(new URL(request.url).pathname)?.[1];
        for (const width of widths) {
          const other = await caches.match(`/media/${id}/${width}`);
          if (other) return other;
        }
        return undefined;
      },
    },
  ],
});

export const photos = { matches, strategy };
