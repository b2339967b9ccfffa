export type HostApp = 'instagram' | 'telegram';

/**
 * The app whose built-in browser this is. Those clear what pages keep, and open links where the person did not mean to
 * stay. Telegram on iOS says nothing in its name, but leaves something in the page.
 */
export function hostApp(): HostApp | null {
  if (/\bInstagram\b/.test(navigator.userAgent)) return 'instagram';
  const isTelegram = /\bTelegram\b/.test(navigator.userAgent) || 'TelegramWebviewProxy' in globalThis;
  return isTelegram ? 'telegram' : null;
}
