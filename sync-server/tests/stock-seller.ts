import type { CatalogPage } from '@komod/domain/catalog-entry';
import type { PhotoRef, Piece } from '@komod/domain/piece';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import { type Account, signUp } from '@komod/testkit/account';
import { makePhotoRef, makePiece, writeDraft } from '@komod/testkit/listing-factory';
import { connectStockClient, type StockClient } from '@komod/testkit/stock-client';
import { waitUntil } from '@komod/testkit/wait-until';
import type * as Y from 'yjs';
import type { TestServer } from './start-server.ts';

let photos = 0;

/** A seller who writes with plain yjs and y-websocket, by the keys of the design. */
export interface StockSeller {
  account: Account;
  closet: StockClient;
  shelf: StockClient;
  /** A photo that is on the server. */
  addPhoto(): Promise<PhotoRef>;
  /** A piece that every rule accepts, with one photo. */
  makePiece(seed: number, change?: Partial<Piece>): Promise<Piece>;
  /** Writes any value as the wish of a listing, which is made if it is not there. */
  wish(listingId: string, wish: unknown): void;
  /** The first mark that satisfies; the mark seen last stands in the failure. */
  mark(listingId: string, isIt: (mark: ShelfMark) => boolean): Promise<ShelfMark>;
  close(): void;
}

export const newPhotoId = (): string => (++photos).toString(16).padStart(64, '0');

export async function completePhoto(server: TestServer, owner: string, id: string): Promise<PhotoRef> {
  const ref = makePhotoRef(id);
  await server.store.completePhoto({ ...ref, owner, state: 'ready', bytes: 1000, at: Date.now() });
  return ref;
}

export async function openStockSeller(
  server: TestServer,
  wanted: Partial<Account> = {},
): Promise<StockSeller> {
  const account = await signUp(server.origin, wanted);
  const { userId, cookie } = account;
  const { origin } = server;
  const closet = connectStockClient({ origin, cookie, document: `closet/${userId}` });
  const shelf = connectStockClient({ origin, cookie, document: `shelf/${userId}` });
  await Promise.all([closet.whenSynced(), shelf.whenSynced()]);
  const addPhoto = () => completePhoto(server, userId, newPhotoId());
  const listings = closet.doc.getMap<Y.Map<unknown>>('listings');
  return {
    account,
    closet,
    shelf,
    addPhoto,
    async makePiece(seed, change = {}) {
      return makePiece(seed, { photos: [await addPhoto()], ...change });
    },
    wish(listingId, wish) {
      closet.doc.transact(() => {
        if (!listings.has(listingId)) writeDraft(closet.doc, listingId, makePiece(1), Date.now());
        listings.get(listingId)?.set('wish', wish);
      });
    },
    async mark(listingId, isIt) {
      const marks = shelf.doc.getMap<ShelfMark>('listings');
      try {
        return await waitUntil('the mark', () => {
          const mark = marks.get(listingId);
          return mark && isIt(mark) ? mark : null;
        });
      } catch (cause) {
        throw new Error(`the shelf says ${JSON.stringify(marks.get(listingId))} of it`, { cause });
      }
    },
    close() {
      closet.close();
      shelf.close();
    },
  };
}

export async function readJson<T>(server: TestServer, path: string): Promise<{ status: number; body: T }> {
  const response = await fetch(server.origin + path);
  return { status: response.status, body: (await response.json()) as T };
}

export const readCatalog = async (server: TestServer, query = ''): Promise<CatalogPage> =>
  (await readJson<CatalogPage>(server, `/api/catalog${query}`)).body;
