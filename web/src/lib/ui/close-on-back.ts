/** Hears the platform's own way to close something; no type of it ships with TypeScript. */
interface CloseWatcher extends EventTarget {
  destroy(): void;
}

/**
 * Closes what lies over the page when Android's Back is pressed, in browsers that tell; elsewhere Back is the page's.
 * The keyboard's Escape belongs to the dialog itself. Returns the end of listening.
 */
export function closeOnBack(close: () => void): (() => void) | undefined {
  const { CloseWatcher } = globalThis as { CloseWatcher?: new () => CloseWatcher };
  if (!CloseWatcher) return undefined;
  const watcher = new CloseWatcher();
  watcher.addEventListener('close', close, { once: true });
  return () => watcher.destroy();
}
