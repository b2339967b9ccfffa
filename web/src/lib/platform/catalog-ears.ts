/** What somebody who follows the catalog knows and wants to hear. */
export interface CatalogEars {
  /** The newest sequence number that is known already. */
  after(): number;
  /** The server is reachable again, or for the first time. */
  onOpen(): void;
  /** There is news up to this sequence number. */
  onHead(head: number): void;
}
