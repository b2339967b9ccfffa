import { connectDurableClient, type DurableClient } from '@komod/testkit/durable-client';
import type { Account } from '@komod/testkit/account';
import { makePiece, writeDraft } from '@komod/testkit/listing-factory';
import type * as Y from 'yjs';

/** Owner documents of the sellers, each with a socket of its own, edited at a steady rate. */
export class EditLoad {
  readonly #clients: DurableClient[] = [];
  readonly #edits: ((text: string) => void)[] = [];
  #latencies: number[] = [];

  /** Two documents per seller: the closet and the account. */
  async open(origin: string, sellers: readonly Account[]): Promise<void> {
    for (const { userId, cookie } of sellers) {
      const closet = connectDurableClient({ origin, cookie, document: `closet/${userId}` });
      const account = connectDurableClient({ origin, cookie, document: `account/${userId}` });
      this.#clients.push(closet, account);
      this.#edits.push(
        (text) => closet.doc.getMap<Y.Map<unknown>>('listings').get('draft')?.set('title', text),
        (text) => account.doc.getMap('preferences').set('note', text),
      );
    }
    await Promise.all(this.#clients.map((client) => client.whenOpen()));
    for (const client of this.#clients) {
      if (client.document.startsWith('closet/')) writeDraft(client.doc, 'draft', makePiece(1), Date.now());
      this.#time(client);
    }
    await Promise.all(this.#clients.map((client) => client.whenAcked()));
  }

  documents(): number {
    return this.#clients.length;
  }

  /** Edits one document after the other for that long; gives every edit's way to its ack in ms. */
  async run(updatesPerSecond: number, seconds: number): Promise<number[]> {
    this.#latencies = [];
    const startedAt = performance.now();
    let made = 0;
    for (;;) {
      const elapsed = (performance.now() - startedAt) / 1000;
      if (elapsed >= seconds) break;
      for (; made < elapsed * updatesPerSecond; made += 1) {
        this.#edits[made % this.#edits.length]?.(`Linen blazer ${made}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(this.#clients.map((client) => client.whenAcked()));
    if (this.#latencies.length !== made) throw new Error(`${made} edits, ${this.#latencies.length} acks`);
    return this.#latencies;
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }

  #time(client: DurableClient): void {
    const sentAt: { frame: number; at: number }[] = [];
    let counted = client.sent();
    client.doc.on('update', () => {
      // What another device relayed is no edit of this one.
      if (client.sent() === counted) return;
      counted = client.sent();
      sentAt.push({ frame: counted, at: performance.now() });
    });
    client.onAck((acked) => {
      const now = performance.now();
      for (let first = sentAt[0]; first && first.frame <= acked; first = sentAt[0]) {
        this.#latencies.push(now - first.at);
        sentAt.shift();
      }
    });
  }
}
