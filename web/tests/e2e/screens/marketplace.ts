import { signUp, type Account } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { makePhotoRef, makePiece, writeDraft, writeWish } from '@komod/testkit/listing-factory';
import { photoIdOf, uploadPhoto } from '@komod/testkit/upload-photo';
import { waitUntil } from '@komod/testkit/wait-until';
import type { PhotoRef, Piece } from '@komod/domain/piece';
import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import type * as Y from 'yjs';
import { flatPicture, thumbhashOf } from './flat-pictures.ts';

export interface Marketplace {
  /** With people and pieces. */
  server: ServerProcess;
  /** Nobody has been here yet. */
  empty: ServerProcess;
  /** A seller with a piece in every state a server can know of. */
  sara: Account;
}

/** Ids are part of addresses, so they are the same in every run. */
export const pieceId = (name: string): string => `screen-${name}`;

const wardrobe: readonly (Partial<Piece> & { title: string })[] = [
  { title: 'Wool blazer with horn buttons', brand: 'Theory', price: 8900, originalPrice: 24_000 },
  { title: 'Camel belted coat', brand: 'Arket', price: 12_000, category: 'women.jackets.coats' },
  { title: 'پیراهن مجلسی سبز', brand: 'زارا', price: 7800, colours: ['green'] },
  { title: 'Straight jeans, high waist', brand: 'Levi’s', price: 4200, condition: 'good' },
  { title: 'Leather tote, softened with years', brand: 'Mulberry', price: 21_000, condition: 'fair' },
  { title: 'Cream fisherman jumper with a title that is too long for one line', brand: null, price: 5200 },
  { title: 'کت پشمی سورمه‌ای', brand: null, price: 15_500, condition: 'nwt' },
  { title: 'Pleated checked skirt', brand: 'COS', price: 1800 },
];

async function photoRef(id: string, index: number): Promise<PhotoRef> {
  return { ...makePhotoRef(id), width: 900, height: 1200, thumbhash: await thumbhashOf(index) };
}

class Shop {
  readonly #origin: string;
  readonly #account: Account;
  readonly #client;
  /** Of the pictures that were sent. */
  readonly #ids = new Map<number, string>();

  constructor(origin: string, account: Account) {
    this.#origin = origin;
    this.#account = account;
    this.#client = connectDurableClient({
      origin,
      cookie: account.cookie,
      document: `closet/${account.userId}`,
    });
  }

  whenOpen = () => this.#client.whenOpen();

  async photos(...indexes: number[]): Promise<Piece['photos']> {
    for (const index of indexes) {
      if (this.#ids.has(index)) continue;
      const bytes = await flatPicture(index);
      const { status } = await uploadPhoto({ origin: this.#origin, cookie: this.#account.cookie, bytes });
      if (status !== 204) throw new Error(`the upload was answered ${status}`);
      this.#ids.set(index, photoIdOf(bytes));
    }
    return Promise.all(indexes.map((index) => photoRef(this.#ids.get(index)!, index)));
  }

  draft(name: string, piece: Piece): void {
    writeDraft(this.#client.doc, pieceId(name), piece, Date.now());
  }

  listing(name: string): Y.Map<unknown> {
    return this.#client.doc.getMap<Y.Map<unknown>>('listings').get(pieceId(name))!;
  }

  async list(name: string, piece: Piece, isAnswered = () => this.isLive(name)): Promise<void> {
    this.draft(name, piece);
    writeWish(this.#client.doc, pieceId(name), piece, null, Date.now());
    await this.#client.whenAcked();
    await waitUntil(`${name} to be answered`, isAnswered);
  }

  /** Presses again over the first version. */
  async press(name: string, wish: object): Promise<void> {
    this.listing(name).set('wish', { base: 1, at: Date.now(), ...wish });
    await this.#client.whenAcked();
  }

  async isLive(name: string): Promise<boolean> {
    return (await fetch(`${this.#origin}/api/listings/${pieceId(name)}`)).ok;
  }

  async close(): Promise<void> {
    await this.#client.whenAcked();
    this.#client.close();
  }
}

const piece = (index: number, photos: Piece['photos'], change: Partial<Piece> = {}): Piece =>
  makePiece(index, {
    description: 'Worn twice, no flaws.',
    photos,
    ...wardrobe[index % wardrobe.length],
    ...change,
  });

/** Starts two marketplaces, and fills one as people would: by documents, photos and presses. */
export async function openMarketplace(): Promise<Marketplace> {
  const [server, empty] = await Promise.all([
    startServerProcess({ withWeb: true }),
    startServerProcess({ withWeb: true }),
  ]);
  const { origin } = server;
  const nora = await signUp(origin, { handle: 'nora', name: 'Nora' });
  const noras = new Shop(origin, nora);
  await noras.whenOpen();
  for (const index of wardrobe.keys())
    await noras.list(`nora-${index}`, piece(index, await noras.photos(index)));
  await noras.close();

  const sara = await signUp(origin, { handle: 'sara', name: 'Sara' });
  const shop = new Shop(origin, sara);
  await shop.whenOpen();
  const isMarked = async () => true;
  shop.draft('empty-draft', piece(3, [], { title: 'Evening skirt', description: '' }));
  shop.draft('draft', piece(2, await shop.photos(12)));
  await shop.list('live', piece(0, await shop.photos(10, 11, 14, 13)));
  await shop.list('changed', piece(1, await shop.photos(11)));
  shop.listing('changed').set('price', 9900);
  await shop.list('refused', piece(4, await shop.photos(14), { price: 1 }), isMarked);
  await shop.list('update-refused', piece(5, await shop.photos(13)));
  await shop.press('update-refused', {
    want: 'listed',
    piece: piece(5, await shop.photos(13), { title: '' }),
  });
  await shop.list('sold', piece(7, await shop.photos(17)));
  await shop.press('sold', { want: 'sold' });
  await shop.list('taken-down', piece(6, await shop.photos(16)));
  await shop.press('taken-down', { want: 'removed' });
  await shop.list('deleted', piece(3, await shop.photos(18)));
  shop.listing('deleted').set('deletedAt', Date.now());
  await shop.press('deleted', { want: 'removed' });
  await shop.list(
    'elsewhere',
    piece(0, [await photoRef('e'.repeat(64), 15), await photoRef('f'.repeat(64), 19)]),
    isMarked,
  );
  await shop.close();
  const lale = await signUp(origin, { handle: 'lale', name: 'Lale' });
  // A person is known to shoppers since they first looked in.
  await fetch(`${origin}/api/me`, { headers: { cookie: lale.cookie } });
  await waitUntil('the sold piece to be sold', async () => {
    const answer = await fetch(`${origin}/api/listings/${pieceId('sold')}`);
    return ((await answer.json()) as { state?: string }).state === 'sold';
  });
  await waitUntil('what was taken down to be off the feed', async () => !(await shop.isLive('deleted')));
  return { server, empty, sara };
}
