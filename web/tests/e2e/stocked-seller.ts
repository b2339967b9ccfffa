import { signUp, type Account } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { listPiece } from '@komod/testkit/list-piece';
import { waitUntil } from '@komod/testkit/wait-until';
import type { ListingPage } from '@komod/domain/catalog-entry';
import type { Piece } from '@komod/domain/piece';
import type { Page } from '@playwright/test';
import type * as Y from 'yjs';

type Person = Pick<Account, 'userId' | 'handle'>;

let count = 0;

/** A seller with pieces on the feed, who acts from somewhere else while a shopper looks. */
export class StockedSeller {
  readonly account: Person & { cookie: string };
  readonly #origin: string;

  constructor(origin: string, account: Person & { cookie: string }) {
    this.#origin = origin;
    this.account = account;
  }

  static async open(origin: string, wanted: Partial<Account> = {}): Promise<StockedSeller> {
    count += 1;
    const handle = `stocked_${process.pid}_${count}`;
    return new StockedSeller(origin, await signUp(origin, { handle, ...wanted }));
  }

  /** Another device of the person who is signed in on this page. */
  static async whoIsSignedIn(page: Page, origin: string): Promise<StockedSeller> {
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const me = await fetch(`${origin}/api/me`, { headers: { cookie } });
    return new StockedSeller(origin, { ...((await me.json()) as Person), cookie });
  }

  /** Returns the listing's id, once it is live. */
  async list(change: Partial<Piece> = {}, photoCount = 1): Promise<string> {
    count += 1;
    const id = `stocked-${process.pid}-${count}`;
    const seed = 50_000 + count;
    await listPiece(this.#origin, this.account, { id, seed, photoCount, change: { brand: null, ...change } });
    return id;
  }

  async reprice(id: string, price: number): Promise<void> {
    const piece = await this.#page(id);
    await this.#wish(id, { want: 'listed', base: piece.version, piece: pieceOf({ ...piece, price }) });
    await waitUntil(`${id} to cost ${price}`, async () => (await this.#page(id)).price === price);
  }

  async markSold(id: string): Promise<void> {
    await this.#wish(id, { want: 'sold', base: (await this.#page(id)).version });
    await waitUntil(`${id} to be sold`, async () => (await this.#page(id)).state === 'sold');
  }

  async takeDown(id: string): Promise<void> {
    await this.#wish(id, { want: 'removed', base: (await this.#page(id)).version });
    await waitUntil(`${id} to be gone`, async () => (await this.#ask(id)).status === 410);
  }

  /** Saves a piece, once something this person saved elsewhere has reached the server. */
  async likeToo(id: string): Promise<void> {
    await this.#write('account', async (doc) => {
      await waitUntil('likes from elsewhere', () => doc.getMap('likes').size > 0);
      doc.getMap('likes').set(id, { at: Date.now() });
    });
  }

  async describeMyself(profile: Record<string, unknown>): Promise<void> {
    await this.#write('account', (doc) => {
      for (const [key, value] of Object.entries(profile)) doc.getMap('profile').set(key, value);
    });
    const address = `${this.#origin}/api/closets/${this.account.handle}`;
    await waitUntil('the profile to be public', async () => {
      const { seller } = (await (await fetch(address)).json()) as { seller: Record<string, unknown> };
      return Object.keys(profile).every((key) => seller[key] !== undefined);
    });
  }

  #ask(id: string): Promise<Response> {
    return fetch(`${this.#origin}/api/listings/${id}`);
  }

  async #page(id: string): Promise<ListingPage> {
    return (await (await this.#ask(id)).json()) as ListingPage;
  }

  #wish(id: string, wish: Record<string, unknown>): Promise<void> {
    return this.#write('closet', async (doc) => {
      const listings = doc.getMap<Y.Map<unknown>>('listings');
      const listing = await waitUntil(`${id} in the closet`, () => listings.get(id));
      listing.set('wish', { ...wish, at: Date.now() });
    });
  }

  async #write(kind: 'closet' | 'account', change: (doc: Y.Doc) => unknown): Promise<void> {
    const { cookie, userId } = this.account;
    const client = connectDurableClient({ origin: this.#origin, cookie, document: `${kind}/${userId}` });
    await client.whenOpen();
    await change(client.doc);
    await client.whenAcked();
    client.close();
  }
}

/** The snapshot a press carries, read back from the public page. */
const pieceOf = ({
  title,
  description,
  category,
  size,
  brand,
  colours,
  condition,
  price,
  currency,
  photos,
}: ListingPage): Piece => ({
  title,
  description,
  category,
  size,
  brand,
  colours,
  condition,
  price,
  currency,
  photos,
});
