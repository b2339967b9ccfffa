import { connectDurableClient, type DurableClient } from '@komod/testkit/durable-client';
import type { Account } from '@komod/testkit/account';

/** Owner documents of the sellers, each with a socket of its own, edited at a steady rate. */
export class EditLoad {
  readonly #clients: DurableClient[] = [];
  #latencies: number[] = [];

  /** Two documents per seller: the closet and the account. */
  async open(origin: string, sellers: readonly Account[]): Promise<void> {
    for (const { userId, cookie } of sellers) {
      for (const kind of ['closet', 'account']) {
        const client = connectDurableClient({ origin, cookie, document: `${kind}/${userId}` });
        this.#clients.push(client);
        this.#time(client);
      }
    }
    await Promise.all(this.#clients.map((client) => client.whenOpen()));
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
        const client = this.#clients[made % this.#clients.length];
        client?.doc.getMap('typing').set('title', `Linen blazer ${made}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(this.#clients.map((client) => client.whenAcked()));
    return this.#latencies;
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }

  #time(client: DurableClient): void {
    const sentAt: { frame: number; at: number }[] = [];
    client.doc.on('update', () => sentAt.push({ frame: client.sent(), at: performance.now() }));
    client.onAck((acked) => {
      const now = performance.now();
      for (let first = sentAt[0]; first && first.frame <= acked; first = sentAt[0]) {
        this.#latencies.push(now - first.at);
        sentAt.shift();
      }
    });
  }
}
