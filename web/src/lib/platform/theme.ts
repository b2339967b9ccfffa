export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** `boot.js` reads the same key, and colours the browser's bar the same way, before the first paint. */
const key = 'komod.theme';
const page = { light: '#FFFFFF', dark: '#0E0E11' };

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(key);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem(key);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(key, theme);
    document.documentElement.dataset.theme = theme;
  }
  const metas = document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]');
  for (const [index, scheme] of (['light', 'dark'] as const).entries()) {
    const meta = metas[index];
    if (!meta) continue;
    meta.content = page[theme === 'system' ? scheme : theme];
    meta.media = theme === 'system' ? `(prefers-color-scheme: ${scheme})` : '';
  }
}
