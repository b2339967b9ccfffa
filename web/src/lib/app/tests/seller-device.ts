import 'fake-indexeddb/auto';
import { editDescription, setField } from '@komod/documents/closet';
import type { ListingPage } from '@komod/domain/catalog-entry';
import { documentName } from '@komod/domain/document-name';
import type { DraftField, ListingDraft } from '@komod/domain/listing-draft';
import { openReplica, type Replica } from '@komod/sync/client/replica';
import { signUp, type Account } from '@komod/testkit/account';
import { cookieSocketClass } from '@komod/testkit/cookie-socket';
import { listPiece } from '@komod/testkit/list-piece';
import { waitUntil } from '@komod/testkit/wait-until';
import { expect } from 'vitest';
import type { KeptOvertaken, OvertakenStore } from '#lib/platform/kept-overtaken.ts';
import { Closet } from '../closet.svelte.ts';
import { contestsOf, type ContestShop } from '../contest.ts';
import { listing, perform } from '../listing-acts.ts';
import { OvertakenWork } from '../overtaken-work.svelte.ts';
import { ShelfMarks } from '../shelf-marks.svelte.ts';
import { isChanged } from '../truth-input.ts';

/** As `localStorage` keeps it. */
function memoryStore(): OvertakenStore {
  let json = JSON.stringify({ presses: {}, values: {}, pressed: {} });
  return {
    read: () => JSON.parse(json) as KeptOvertaken,
    write: (kept) => void (json = JSON.stringify(kept)),
  };
}

/** One device of a seller: the documents as the app holds them, and nothing on a screen. */
class SellerDevice implements ContestShop {
  readonly #origin: string;
  readonly #account: Account;
  readonly #name: string;
  readonly #store: OvertakenStore;
  readonly #replicas: { closet: Replica; shelf: Replica };
  readonly #marks: ShelfMarks;
  readonly closet: Closet;
  readonly overtaken: OvertakenWork;

  constructor(origin: string, account: Account, name: string, store = memoryStore()) {
    this.#origin = origin;
    this.#account = account;
    this.#name = name;
    this.#store = store;
    this.#replicas = { closet: this.#open('closet'), shelf: this.#open('shelf') };
    this.closet = new Closet(this.#replicas.closet);
    this.#marks = new ShelfMarks(this.#replicas.shelf, () => this.overtaken.look());
    this.overtaken = new OvertakenWork(this.#replicas.closet, this, store);
  }

  mark(id: string) {
    return this.#marks.all.get(id) ?? null;
  }

  goOnline(): void {
    const url = syncUrlOf(this.#origin);
    for (const replica of Object.values(this.#replicas)) replica.connect({ url });
  }

  /** What became of the presses is not heard. */
  closetOnline(): void {
    this.#replicas.closet.connect({ url: syncUrlOf(this.#origin) });
  }

  /** @param clientID of two values that are written apart under one key Yjs keeps that of the greater one. */
  goOffline(clientID: number): void {
    for (const replica of Object.values(this.#replicas)) replica.disconnect();
    this.#replicas.closet.doc.clientID = clientID;
  }

  draft(id: string): ListingDraft {
    return this.closet.draft(id)!;
  }

  type<F extends DraftField>(id: string, field: F, value: ListingDraft[F]): void {
    this.closet.edit(id, (doc) => setField(doc, id, field, value, Date.now()));
  }

  describe(id: string, text: string): void {
    this.closet.edit(id, (doc) => editDescription(doc, id, text, Date.now()));
  }

  /** No two devices press in one millisecond, by which a press is named. */
  async press(id: string, deed = listing) {
    const { done } = perform(this, [this.draft(id)], deed);
    await waitUntil('the next millisecond', () => Date.now() > this.draft(id).wish!.at);
    return done;
  }

  contests(id: string) {
    return contestsOf(this, this.draft(id));
  }

  async whenKnown(id: string): Promise<void> {
    await waitUntil(`${id} on the ${this.#name}`, () => {
      const mark = this.mark(id);
      return mark?.state === 'live' && this.closet.draft(id)?.wish?.at === mark.wishAt;
    });
  }

  /** The last press was carried out, and nothing is left to press. */
  async whenLive(id: string, version: number): Promise<void> {
    await waitUntil(`${id} to be live as version ${version} on the ${this.#name}`, () => {
      const mark = this.mark(id);
      return mark?.version === version && mark.wishAt === this.draft(id).wish?.at && !mark.reasons;
    });
    expect(isChanged(this.draft(id), this.mark(id))).toBe(false);
  }

  async close(): Promise<void> {
    this.overtaken.close();
    this.closet.close();
    this.#marks.close();
    await Promise.all(Object.values(this.#replicas).map((replica) => replica.close()));
  }

  /** The app is closed, and opened again on the same device. */
  async restart(): Promise<SellerDevice> {
    await this.#replicas.closet.flushed();
    await this.close();
    const again = new SellerDevice(this.#origin, this.#account, this.#name, this.#store);
    await again.whenLoaded();
    return again;
  }

  async whenLoaded(): Promise<void> {
    await Promise.all(Object.values(this.#replicas).map((replica) => replica.whenLoaded));
  }

  #open(kind: 'closet' | 'shelf'): Replica {
    const { userId, cookie } = this.#account;
    return openReplica({
      document: documentName(kind, userId),
      databaseName: `${this.#name}/${userId}/${kind}`,
      readOnly: kind === 'shelf',
      environment: {
        WebSocket: cookieSocketClass({ cookie }),
        indexedDB,
        now: () => Date.now(),
        random: () => 0.001,
        setTimeout: (run, ms) => setTimeout(run, ms),
        clearTimeout: (timer) => clearTimeout(timer as number),
      },
    });
  }
}

const syncUrlOf = (origin: string): string => `${origin.replace('http', 'ws')}/sync`;

let listed = 0;

/** A piece at $40 that is live, and two devices that have it and go offline. */
export async function twoDevices(origin: string, standing: 'phone' | 'laptop') {
  const account = await signUp(origin);
  const id = `piece-${(listed += 1)}`;
  const piece = await listPiece(origin, account, { id, seed: listed, change: { price: 4000 } });
  const phone = new SellerDevice(origin, account, 'phone');
  const laptop = new SellerDevice(origin, account, 'laptop');
  for (const device of [phone, laptop]) {
    device.goOnline();
    await device.whenKnown(id);
  }
  phone.goOffline(standing === 'phone' ? 20 : 10);
  laptop.goOffline(15);
  const live = async () => (await (await fetch(`${origin}/api/listings/${id}`)).json()) as ListingPage;
  const close = () => Promise.all([phone.close(), laptop.close()]);
  return { id, piece, phone, laptop, live, close };
}

/** Whose press stands in the closet when both have met, and who is back first. */
export const orders = [
  ['phone', 'phone'],
  ['phone', 'laptop'],
  ['laptop', 'phone'],
  ['laptop', 'laptop'],
] as const;
