// Runs before the first paint: language, direction and theme, so that nothing flashes.
// A page from the server already knows its language; the app shell, opened offline, asks this device.
(() => {
  const root = document.documentElement;
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const known = (locale) => (locale === 'en' || locale === 'fa' ? locale : null);
  const cookie = known(/(?:^|; )komod\.locale=(\w+)/.exec(document.cookie)?.[1]);
  const chosen = cookie ?? known(kept('komod.locale'));
  if (!root.lang) {
    const spoken = navigator.languages.map((tag) => known(tag.slice(0, 2).toLowerCase())).find(Boolean);
    root.lang = chosen ?? spoken ?? 'en';
    root.dir = root.lang === 'fa' ? 'rtl' : 'ltr';
  }
  // Browsers may forget a script's cookie after days; the choice outlives it here.
  if (chosen && !cookie) document.cookie = `komod.locale=${chosen}; path=/; max-age=34560000; samesite=lax`;

  const theme = kept('komod.theme');
  if (theme === 'light' || theme === 'dark') {
    root.dataset.theme = theme;
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      meta.removeAttribute('media');
      meta.setAttribute('content', theme === 'dark' ? '#0E0E11' : '#FFFFFF');
    }
  }
})();

// A page from the server is seen before its scripts are here. What is pressed in between is pressed again once they
// are; of several presses the last one counts.
(() => {
  let pressed = null;
  const hold = ({ target }) => {
    pressed = target instanceof Element ? (target.closest('button[type="button"]') ?? pressed) : pressed;
  };
  addEventListener('click', hold, true);
  addEventListener(
    'komod:listens',
    () => {
      removeEventListener('click', hold, true);
      if (pressed?.isConnected) pressed.click();
    },
    { once: true },
  );
})();
