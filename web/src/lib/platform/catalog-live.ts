/**
 * Hears that the catalog has news: `onHead` gets the newest sequence number. Only while the page is looked at,
 * so a phone in a pocket holds no connection. Returns the end of it.
 */
export function followCatalog(after: () => number, onHead: (head: number) => void): () => void {
  let source: EventSource | null = null;

  const hear = (event: MessageEvent<string>) => {
    const { head } = JSON.parse(event.data) as { head: number };
    onHead(head);
  };
  const open = () => {
    if (source || document.visibilityState !== 'visible') return;
    source = new EventSource(`/api/catalog/live?after=${after()}`);
    source.addEventListener('message', hear);
    source.addEventListener('head', hear);
    // The browser reopens a connection that dropped, but gives up on one that was refused.
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) close();
    });
  };
  const close = () => {
    source?.close();
    source = null;
  };
  const watch = () => (document.visibilityState === 'visible' ? open() : close());

  document.addEventListener('visibilitychange', watch);
  window.addEventListener('online', open);
  open();
  return () => {
    document.removeEventListener('visibilitychange', watch);
    window.removeEventListener('online', open);
    close();
  };
}
