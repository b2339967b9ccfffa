import { baseLocale, isLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';

// The page and its scripts always speak one language: the one it was rendered or opened in.
const { lang } = document.documentElement;
const locale = isLocale(lang) ? lang : baseLocale;
overwriteGetLocale(() => locale);
