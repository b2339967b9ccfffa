/**
 * Notes where the focus is, in words that outlive the element: the link of its card, or the main heading. Returns the
 * way back there.
 */
export function noteFocus(): () => void {
  const card = document.activeElement?.closest('li, [role="listitem"]')?.querySelector('a[href]');
  const href = card?.getAttribute('href');
  return () => {
    const main = document.querySelector('main');
    const link = href && main?.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]`);
    (link || main?.querySelector<HTMLElement>('h1'))?.focus();
  };
}
