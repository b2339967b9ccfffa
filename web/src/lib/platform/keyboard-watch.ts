/** Less than any touch keyboard, more than an address bar that comes and goes. */
const keyboardMinPx = 150;

const typesText = (element: Element | null): boolean =>
  element instanceof HTMLTextAreaElement ||
  (element instanceof HTMLInputElement && !['checkbox', 'radio', 'file', 'button'].includes(element.type));

/**
 * Marks the page with `data-keyboard` while a touch keyboard covers it, so that bars get out of the way. Some browsers
 * shrink the page with it and some do not; the visible part shrinks in all. Returns the end of it.
 */
export function watchKeyboard(): () => void {
  const view = window.visualViewport;
  if (!view || !matchMedia('(pointer: coarse)').matches) return () => undefined;
  /** By width of the window: a turned device is another window. */
  const tallest = new Map<number, number>();
  const look = () => {
    const height = view.height * view.scale;
    const whole = Math.max(tallest.get(innerWidth) ?? 0, height);
    tallest.set(innerWidth, whole);
    const isOpen = typesText(document.activeElement) && whole - height > keyboardMinPx;
    document.documentElement.toggleAttribute('data-keyboard', isOpen);
  };
  // Not now: it would have the page laid out once more before its first screen stands.
  const first = requestAnimationFrame(look);
  view.addEventListener('resize', look);
  // A field that is left lets the keyboard go; the bars do not wait until it has sunk.
  document.addEventListener('focusout', look);
  document.addEventListener('focusin', look);
  return () => {
    cancelAnimationFrame(first);
    view.removeEventListener('resize', look);
    document.removeEventListener('focusout', look);
    document.removeEventListener('focusin', look);
  };
}
