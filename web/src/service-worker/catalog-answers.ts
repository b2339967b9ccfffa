import { ExpirationPlugin } from 'workbox-expiration';
import type { RouteMatchCallback } from 'workbox-core/types.js';
import { NetworkFirst } from 'workbox-strategies';

/**
 * Pieces and closets. The feed keeps its own last cards (`features/feed/kept-feed.ts`), and what changes by the
 * second is never kept.
 */
const kept = /^\/api\/(?:listings|closets)\/[^/]+$/;

const matches: RouteMatchCallback = ({ sameOrigin, url }) => sameOrigin && kept.test(url.pathname);

/** Answers from the cache say when they were fetched, so that the screen can say "as of". */
const strategy = new NetworkFirst({
  cacheName: 'komod-catalog',
  networkTimeoutSeconds: 5,
  plugins: [
    {
      cacheWillUpdate: async ({ response }) => {
        if (response.status !== 200) return null;
        const headers = new Headers(response.headers);
        headers.set('x-komod-kept-at', String(Date.now()));
        return new Response(response.clone().body, { status: 200, headers });
      },
    },
    new ExpirationPlugin({ maxEntries: 300, purgeOnQuotaError: true }),
  ],
});

export const catalogAnswers = { matches, strategy };
