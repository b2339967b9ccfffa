import type { Handle, HandleFetch } from '@sveltejs/kit/hooks';
import { getTextDirection } from '#lib/paraglide/runtime.js';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { building } from '$app/env';

export const handle: Handle = ({ event, resolve }) => {
  // The app shell is one page for every reader: its language is chosen on the device, by boot.js.
  if (building) return resolve(event, { transformPageChunk: ({ html }) => named(html, '', '') });
  return paraglideMiddleware(event.request, async ({ locale }) => {
    const response = await resolve(event, {
      transformPageChunk: ({ html }) => picturesFirst(named(html, locale, getTextDirection(locale))),
      preload: ({ type, path }) =>
        type === 'js' || type === 'css' || (type === 'font' && path.includes(firstFont[locale])),
      filterSerializedResponseHeaders: (name) => name === 'x-komod-kept-at',
    });
    // The same address speaks the reader's language: nobody in between may hand one reader's page to another.
    response.headers.set('vary', 'accept-language, cookie');
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
    return response;
  });
};

export const handleFetch: HandleFetch = ({ event, request, fetch }) => {
  const { origin, pathname } = new URL(request.url);
  const isApi = origin === event.url.origin && /^\/(api|media)\//.test(pathname);
  return isApi && event.platform ? event.platform.api(request) : fetch(request);
};

/** The face that the top of every page is set in. */
const firstFont = { en: 'familjen-grotesk', fa: 'vazirmatn' };

const named = (html: string, lang: string, dir: string) =>
  html.replace('%komod.lang%', lang).replace('%komod.dir%', dir);

/** A browser has six lines to a server: where pictures are what a page is about, no script takes one before them. */
const picturesFirst = (html: string) =>
  html.includes(' fetchpriority="high"')
    ? html.replaceAll(' rel="modulepreload"', ' rel="modulepreload" fetchpriority="low"')
    : html;
