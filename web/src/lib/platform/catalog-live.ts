interface CatalogEars {
  /** The newest sequence number that is known already. */
  after(): number;
  /** The server is reachable again, or for the first time. */
  onOpen(): void;
  /** There is news up to this sequence number. */
  onHead(head: number): void;
}

/**
 * Hears that the catalog has news. Only while the page is looked at, so a phone in a pocket holds no connection.
 * Returns the end of it.
 */
export function followCatalog({ after, onOpen, onHead }: CatalogEars): () => void {
  let source: EventSource | null = null;

  const hear = (event: MessageEvent<string>) => {
    const { head } = JSON.parse(event.data) as { head: number };
    onHead(head);
  };
  const open = () => {
    if (source || document.visibilityState !== 'visible') return;
    source = new EventSource(`/api/catalog/live?after=${after()}`);
    source.addEventListener('message', hear);
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
