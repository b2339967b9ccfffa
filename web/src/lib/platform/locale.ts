import { getLocale, type Locale } from '#lib/paraglide/runtime.js';

/** Speaks another language from now on: kept on this device, told to the server, and the page opens anew. */
export function chooseLocale(locale: Locale): void {
  if (locale === getLocale()) return;
  document.cookie = `komod.locale=${locale}; path=/; max-age=34560000; samesite=lax`;
  try {
    localStorage.setItem('komod.locale', locale);
  } catch {
    // A device that keeps nothing still has the cookie.
  }
  location.reload();
}
