import type { CatalogEars } from './catalog-ears.ts';
import { hearTogether } from './hear-together.ts';

/**
 * Hears that the catalog has news. Only while the page is looked at, so a phone in a pocket holds no connection; of
 * several pages that are looked at one holds it. Returns the end of it.
 */
export function followCatalog(ears: CatalogEars): () => void {
  let stop: (() => void) | null = null;
  const close = () => {
    stop?.();
    stop = null;
  };
  const watch = () => {
    if (document.visibilityState !== 'visible') close();
    else stop ??= navigator.locks ? hearTogether(ears, hear) : hear(ears);
  };
  document.addEventListener('visibilitychange', watch);
  watch();
  return () => {
    document.removeEventListener('visibilitychange', watch);
    close();
  };
}

/** Over a connection of its own. */
function hear({ after, onOpen, onHead }: CatalogEars): () => void {
  let source: EventSource | null = null;

  const read = (event: MessageEvent<string>) => {
    const { head } = JSON.parse(event.data) as { head: number };
    onHead(head);
  };
  const open = () => {
    if (source) return;
    source = new EventSource(`/api/catalog/live?after=${after()}`);
    source.addEventListener('message', read);
    source.addEventListener('open', onOpen);
    // The browser reopens a connection that dropped, but gives up on one that was refused.
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) close();
    });
  };
  const close = () => {
    source?.close();
    source = null;
  };

  window.addEventListener('online', open);
  open();
  return () => {
    window.removeEventListener('online', open);
    close();
  };
}
