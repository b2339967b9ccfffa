import { signUp, type Account } from '@komod/testkit/account';
import { connectDurableClient, type DurableClient } from '@komod/testkit/durable-client';
import { makePhotoRef, makePiece, writeDraft, writeWish } from '@komod/testkit/listing-factory';
import { makeJpeg } from '@komod/testkit/photo-factory';
import type { SeededRandom } from '@komod/testkit/seeded-random';
import type { ServerProcess } from '@komod/testkit/server-process';
import { photoIdOf, uploadPhoto } from '@komod/testkit/upload-photo';
import { waitUntil } from '@komod/testkit/wait-until';
import * as Y from 'yjs';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Sellers at work while the server dies under them. It keeps book of what the server *said* was safe: that,
 * and nothing less, must be there afterwards.
 */
export class CrashStorm {
  readonly #server: ServerProcess;
  readonly #random: SeededRandom;
  readonly #sellers: { account: Account; doc: Y.Doc }[] = [];
  /** Writes wishes and nothing else, so that no other frame makes its closet due. */
  readonly #lister: Account;
  readonly #listerCloset = new Y.Doc();
  readonly acknowledged = new Map<string, Set<string>>();
  readonly accounts: Account[] = [];
  /** Listings whose wish and photos the server said it has. */
  readonly due = new Set<string>();
  #count = 0;

  constructor(server: ServerProcess, random: SeededRandom, lister: Account) {
    this.#server = server;
    this.#random = random;
    this.#lister = lister;
  }

  async addSeller(): Promise<void> {
    const account = await signUp(this.#server.origin);
    this.accounts.push(account);
    this.acknowledged.set(account.userId, new Set());
    this.#sellers.push({ account, doc: new Y.Doc() });
  }

  /** Runs everything at once and kills the server in the middle of it. */
  async killInTheMiddle(round: number): Promise<void> {
    let over = false;
    const isOver = () => over;
    const kill = async () => {
      if (over) return;
      over = true;
      await this.#server.kill();
    };
    const clients = this.#sellers.map(({ account, doc }) =>
      connectDurableClient({
        origin: this.#server.origin,
        cookie: account.cookie,
        document: `closet/${account.userId}`,
        doc,
      }),
    );
    await Promise.all(clients.map((client) => client.whenOpen()));
    const atLastPhoto = round % 2 === 0;
    const work = [
      ...clients.map((client, index) => this.#type(client, index, isOver)),
      this.#signUps(isOver),
      // However it ends: on a machine too busy for its patience nobody else would end the round.
      this.#list(isOver, atLastPhoto ? kill : null).finally(() => (atLastPhoto ? kill() : undefined)),
      atLastPhoto ? Promise.resolve() : pause(this.#random.between(20, 400)).then(kill),
    ];
    // What was under way when the server died fails, and may: it was never said to be safe.
    await Promise.allSettled(work);
    await kill();
    for (const client of clients) client.close();
  }

  /** Keys of a seller's closet as a device that never saw it reads them. */
  async readBack(seller: number): Promise<Set<string>> {
    const entry = this.#sellers[seller];
    if (!entry) throw new Error(`no seller ${seller}`);
    const reader = connectDurableClient({
      origin: this.#server.origin,
      cookie: entry.account.cookie,
      document: `closet/${entry.account.userId}`,
    });
    await reader.whenOpen();
    const keys = new Set(reader.doc.getMap('listings').keys());
    reader.close();
    return keys;
  }

  sellerIds(): string[] {
    return this.#sellers.map(({ account }) => account.userId);
  }

  async #type(client: DurableClient, seller: number, isOver: () => boolean): Promise<void> {
    const { account } = this.#sellers[seller] as { account: Account };
    const said = this.acknowledged.get(account.userId);
    const frames: { frame: number; key: string }[] = [];
    client.onAck((acked) => {
      for (let first = frames[0]; first && first.frame <= acked; first = frames[0]) {
        said?.add(first.key);
        frames.shift();
      }
    });
    while (!isOver() && client.closeCode() === null) {
      this.#count += 1;
      const key = `k${this.#count}`;
      const before = client.sent();
      client.doc.getMap('listings').set(key, this.#count);
      if (client.sent() > before) frames.push({ frame: client.sent(), key });
      await pause(this.#random.between(0, 4));
    }
  }

  async #signUps(isOver: () => boolean): Promise<void> {
    while (!isOver()) this.accounts.push(await signUp(this.#server.origin));
  }

  /**
   * Lists pieces whose last photo arrives after the wish was looked at: then the photo alone makes them due.
   * `afterPhoto` runs the moment the last one is said to be here.
   */
  async #list(isOver: () => boolean, afterPhoto: (() => Promise<void>) | null): Promise<void> {
    const { origin } = this.#server;
    const { cookie, userId } = this.#lister;
    const closet = connectDurableClient({
      origin,
      cookie,
      document: `closet/${userId}`,
      doc: this.#listerCloset,
    });
    const shelf = connectDurableClient({ origin, cookie, document: `shelf/${userId}` });
    await Promise.all([closet.whenOpen(), shelf.whenOpen()]);
    const pieces = afterPhoto ? this.#random.between(1, 3) : Infinity;
    for (let made = 1; made <= pieces && !isOver(); made += 1) {
      this.#count += 1;
      const bytes = await makeJpeg({ seed: this.#count, width: 240, height: 320 });
      const id = `listing-${this.#count}`;
      const piece = makePiece(this.#count, { photos: [makePhotoRef(photoIdOf(bytes))] });
      writeDraft(closet.doc, id, piece, Date.now());
      writeWish(closet.doc, id, piece, null, Date.now());
      await closet.whenAcked();
      await waitUntil(
        `${id} to wait for its photo`,
        () => isOver() || shelf.doc.getMap('listings').has(id),
        5000,
      );
      const answer = await uploadPhoto({ origin, cookie, bytes, partBytes: 4096 });
      if (answer.status !== 204) throw new Error(`the upload was answered ${answer.status}`);
      this.due.add(id);
      if (made === pieces) await afterPhoto?.();
    }
    closet.close();
    shelf.close();
  }

  /** Every listing that is due is live. */
  async whenAllLive(): Promise<void> {
    for (const id of this.due) {
      await waitUntil(`${id} to be live`, async () => {
        const response = await fetch(`${this.#server.origin}/api/listings/${id}`);
        return response.ok && ((await response.json()) as { state: string }).state === 'live';
      });
    }
  }
}
