/**
 * Tells a sheet, as `--covered`, how much of the page's lower edge a touch keyboard covers: the page itself does not
 * get smaller by it, and what is fixed to its lower edge lies underneath.
 */
export function aboveKeyboard(inside: HTMLElement): (() => void) | undefined {
  const sheet = inside.closest<HTMLElement>('.sheet');
  const view = window.visualViewport;
  if (!sheet || !view) return undefined;
  const measure = () => {
    // Somebody who enlarges the page sees less of it too.
    const isEnlarged = view.scale > 1.01;
    const covered = isEnlarged ? 0 : Math.max(0, window.innerHeight - view.height - view.offsetTop);
    sheet.style.setProperty('--covered', `${Math.round(covered)}px`);
  };
  measure();
  view.addEventListener('resize', measure);
  view.addEventListener('scroll', measure);
  return () => {
    view.removeEventListener('resize', measure);
    view.removeEventListener('scroll', measure);
  };
}
