import type { Account } from '@komod/testkit/account';
import { connectDurableClient, type DurableClient } from '@komod/testkit/durable-client';
import { makePhotoRef, makePiece, writeDraft, writeWish } from '@komod/testkit/listing-factory';
import { makeJpeg } from '@komod/testkit/photo-factory';
import { photoIdOf, uploadPhoto } from '@komod/testkit/upload-photo';
import type { Piece } from '@komod/domain/piece';
import { FeedWatcher } from './feed-watcher.ts';

interface LivePiece {
  client: DurableClient;
  id: string;
  piece: Piece;
  version: number;
}

/** Sellers with a live piece each, who keep changing its price; a shopper's feed watches. */
export class UpdatePresses {
  readonly #pieces: LivePiece[] = [];
  readonly #feed: FeedWatcher;
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
    this.#feed = new FeedWatcher(origin);
  }

  async open(sellers: readonly Account[]): Promise<void> {
    await this.#feed.open();
    for (const [index, { cookie, userId }] of sellers.entries()) {
      const bytes = await makeJpeg({ seed: index, width: 900, height: 1200 });
      const answer = await uploadPhoto({ origin: this.#origin, cookie, bytes });
      if (answer.status !== 204) throw new Error(`an upload answered ${answer.status}`);
      const piece = makePiece(index, { price: 1000, photos: [makePhotoRef(photoIdOf(bytes))] });
      const client = connectDurableClient({ origin: this.#origin, cookie, document: `closet/${userId}` });
      await client.whenOpen();
      const live: LivePiece = { client, id: `bench-${index}`, piece, version: 0 };
      writeDraft(client.doc, live.id, piece, Date.now());
      await this.#press(live, null);
      this.#pieces.push(live);
    }
  }

  /** Presses *Update listing* at a steady rate; gives each press's way into the feed in ms. */
  async run(pressesPerSecond: number, seconds: number): Promise<number[]> {
    const presses: Promise<number>[] = [];
    for (let made = 0; made < pressesPerSecond * seconds; made += 1) {
      const live = this.#pieces[made % this.#pieces.length];
      if (!live) throw new Error('nothing is live');
      live.piece = { ...live.piece, price: live.piece.price + 100 };
      presses.push(this.#press(live, live.version));
      await new Promise((resolve) => setTimeout(resolve, 1000 / pressesPerSecond));
    }
    return Promise.all(presses);
  }

  async close(): Promise<void> {
    for (const { client } of this.#pieces) client.close();
    await this.#feed.close();
  }

  async #press(live: LivePiece, base: number | null): Promise<number> {
    const startedAt = performance.now();
    const seen = this.#feed.seen(live.id, live.piece.price);
    writeWish(live.client.doc, live.id, live.piece, base, Date.now());
    live.version = await seen;
    return performance.now() - startedAt;
  }
}
