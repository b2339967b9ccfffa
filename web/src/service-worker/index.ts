import { version } from '$app/env';
import { assets, immutable } from '$app/manifest';
import { self } from '$app/service-worker';
import { cacheNames, clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { NetworkOnly } from 'workbox-strategies';
import { catalogAnswers } from './catalog-answers.ts';
import { photos } from './photos.ts';

/** Chromium's static routes, which the types do not know yet. */
interface RoutableInstall {
  addRoutes?(rule: {
    condition: { urlPattern: { pathname: string } };
    source: { cacheName: string };
  }): Promise<void>;
}

const appShell = '/app-shell.html';
const sellShell = '/sell-shell.html';

precacheAndRoute([
  ...immutable.map(({ path }) => ({ url: `/${path}`, revision: null })),
  ...assets.map(({ path }) => ({ url: `/${path}`, revision: version })),
  ...[appShell, sellShell].map((url) => ({ url, revision: version })),
]);
cleanupOutdatedCaches();

// What never changes under its address comes out of the cache by itself, where a browser can: no worker is asked.
self.addEventListener('install', (event) => {
  const { addRoutes } = event as RoutableInstall;
  void addRoutes?.call(event, {
    condition: { urlPattern: { pathname: '/_app/immutable/*' } },
    source: { cacheName: cacheNames.precache },
  });
});

const shellOf = ({ pathname }: URL): string => (/^\/sell(?:\/|$)/.test(pathname) ? sellShell : appShell);

// Every address opens: from the server when it answers within three seconds, else from the shell kept here.
registerRoute(
  new NavigationRoute(
    new NetworkOnly({
      networkTimeoutSeconds: 3,
      plugins: [{ handlerDidError: ({ request }) => matchPrecache(shellOf(new URL(request.url))) }],
    }),
    { denylist: [/^\/(?:api|media|sync|health|metrics)(?:\/|$)/] },
  ),
);

// Sign-in, sync, uploads, masters and the live feed have no route here: they always go to the server.
registerRoute(photos.matches, photos.strategy);
registerRoute(catalogAnswers.matches, catalogAnswers.strategy);

// The very first worker takes over at once, so that what is on screen is kept; a newer one waits until asked.
clientsClaim();
self.addEventListener('message', (event) => {
  const { type } = (event.data ?? {}) as { type?: unknown };
  if (type === 'SKIP_WAITING') void self.skipWaiting();
  if (type === 'VERSION') event.ports[0]?.postMessage(version);
  if (type === 'CLAIM') event.waitUntil(self.clients.claim());
});
