import { removeLike, setLike, setProfileField } from '@komod/documents/account';
import {
  addPhoto,
  createListing,
  editDescription,
  makeWish,
  readListing,
  setField,
} from '@komod/documents/closet';
import type { PhotoRef, Piece } from '@komod/domain/piece';
import { connectDurableClient, type DurableClient } from '@komod/testkit/durable-client';
import { waitUntil } from '@komod/testkit/wait-until';
import { photoKinds } from '../art/draw-photo.ts';
import type { DemoCloset } from '../stock/closets.ts';
import type { DemoPiece } from '../stock/demo-pieces.ts';
import { openAccount, type DemoAccount, type DemoServer } from './demo-account.ts';
import { hangPhoto } from './demo-photos.ts';

/** Under load the projector takes its time. */
const patienceMs = 60_000;

/** Writes a listing as its editor would, in one transaction. */
function writePiece(client: DurableClient, id: string, piece: Piece, at: number): void {
  const { doc } = client;
  const { description, photos, ...fields } = piece;
  doc.transact(() => {
    createListing(doc, { id, at, currency: piece.currency });
    for (const [field, value] of Object.entries(fields))
      setField(doc, id, field as keyof typeof fields, value, at);
    editDescription(doc, id, description, at);
    for (const photo of photos) addPhoto(doc, id, photo, at);
  });
}

/** One demo closet on the server, written to through its owner's documents. */
export class DemoWorkshop {
  readonly #server: DemoServer;
  readonly #closet: DemoCloset;
  readonly account: DemoAccount;
  readonly #client: DurableClient;

  private constructor(server: DemoServer, closet: DemoCloset, account: DemoAccount, client: DurableClient) {
    this.#server = server;
    this.#closet = closet;
    this.account = account;
    this.#client = client;
  }

  static async open(server: DemoServer, closet: DemoCloset, password: string): Promise<DemoWorkshop> {
    const account = await openAccount(server, closet, password);
    const { cookie, userId } = account;
    const client = connectDurableClient({ origin: server.origin, cookie, document: `closet/${userId}` });
    await client.whenOpen();
    const workshop = new DemoWorkshop(server, closet, account, client);
    await workshop.#introduce();
    return workshop;
  }

  /** Draws, uploads and lists a piece; one that hangs already is left as it is. */
  async hang(demo: DemoPiece): Promise<void> {
    const known = readListing(this.#client.doc, demo.id);
    const wanted = demo.isSold ? 'sold' : 'listed';
    if (known?.wish?.want === wanted) return;
    if (!known?.wish) await this.#list(demo);
    if (demo.isSold) await this.#sell(demo.id);
  }

  /** A piece that is being worked on: its first photo and what is known so far. */
  async draft(demo: DemoPiece, isReady: boolean): Promise<void> {
    const id = `${demo.id}-draft`;
    const { doc } = this.#client;
    if (readListing(doc, id)) return;
    const scene = { ...demo.scene, seed: demo.scene.seed + 5000 };
    const cover = await hangPhoto(this.#server, this.account, scene, 'whole');
    writePiece(this.#client, id, { ...demo.piece, photos: [cover] }, Date.now());
    if (!isReady) {
      setField(doc, id, 'price', undefined, Date.now());
      setField(doc, id, 'size', undefined, Date.now());
    }
    await this.#client.whenAcked();
  }

  /** Changes a live piece without pressing *Update listing*. */
  async reconsider(id: string, price: number): Promise<void> {
    setField(this.#client.doc, id, 'price', price, Date.now());
    await this.#client.whenAcked();
  }

  async like(ids: readonly string[]): Promise<void> {
    await this.#inAccount((doc) => {
      for (const id of ids) {
        removeLike(doc, id);
        setLike(doc, id, Date.now());
      }
    });
  }

  close(): void {
    this.#client.close();
  }

  async #list(demo: DemoPiece): Promise<void> {
    const photos: PhotoRef[] = [];
    for (const kind of photoKinds) photos.push(await hangPhoto(this.#server, this.account, demo.scene, kind));
    const piece: Piece = { ...demo.piece, photos };
    const at = Date.now();
    const { doc } = this.#client;
    doc.transact(() => {
      writePiece(this.#client, demo.id, piece, at);
      makeWish(doc, demo.id, { want: 'listed', base: null, at, piece });
    });
    await this.#client.whenAcked();
    await this.#version(demo.id);
  }

  async #sell(id: string): Promise<void> {
    const base = await this.#version(id);
    makeWish(this.#client.doc, id, { want: 'sold', base, at: Date.now() });
    await this.#client.whenAcked();
  }

  /** The version that shoppers see, once they do. */
  #version(id: string): Promise<number> {
    const ask = async (): Promise<number | null> => {
      const response = await fetch(`${this.#server.origin}/api/listings/${id}`);
      return response.ok ? ((await response.json()) as { version: number }).version : null;
    };
    return waitUntil(`${id} to be on the feed`, ask, patienceMs);
  }

  #introduce(): Promise<void> {
    const { name, bio, city, language } = this.#closet;
    return this.#inAccount((doc) => {
      setProfileField(doc, 'name', name);
      setProfileField(doc, 'bio', bio);
      setProfileField(doc, 'city', city);
      setProfileField(doc, 'locale', language);
      setProfileField(doc, 'contact', `mailto:${this.account.email}`);
    });
  }

  async #inAccount(change: (doc: DurableClient['doc']) => void): Promise<void> {
    const { cookie, userId } = this.account;
    const client = connectDurableClient({
      origin: this.#server.origin,
      cookie,
      document: `account/${userId}`,
    });
    try {
      await client.whenOpen();
      change(client.doc);
      await client.whenAcked();
    } finally {
      client.close();
    }
  }
}
