import { baseLocale, isLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';

// The page and its scripts always speak one language: the one it was rendered or opened in.
const { lang } = document.documentElement;
const locale = isLocale(lang) ? lang : baseLocale;
overwriteGetLocale(() => locale);

// Sell can show nothing before its documents: what opens them comes along with the screen, not after it.
if (/^\/sell(?:\/|$)/.test(location.pathname)) void import('#lib/app/workshop.svelte.ts');
