import { carryOver, carryOverAccount } from '@komod/documents/carry-over';
import { listListings } from '@komod/documents/closet';
import type { Replica } from '@komod/sync/client/replica';
import type { DeviceRecord, KnownPerson } from '#lib/platform/device-record.ts';
import { carryKeptSaved } from '#lib/platform/kept-saved.ts';
import { openDeviceReplica } from './device-replica.ts';
import type { PhotoDesk } from './photo-desk.svelte.ts';
import { removeOwner } from './remove-owner.ts';

export interface CarrierParts {
  record: Pick<DeviceRecord, 'read' | 'giveGuest' | 'noteGuest'>;
  owner: string;
  closet: Replica;
  account: Replica;
  photos: Pick<PhotoDesk, 'takeOver' | 'intake'>;
  /** Runs `hold` while no other tab brings the same guest's work; `signal` gives up waiting. */
  exclusively(guest: string, signal: AbortSignal, hold: () => Promise<void>): Promise<void>;
  /** Goes on with picked files whose listings are in the closet now. */
  resumeIntake(): void;
}

/**
 * Brings a guest's work into an account. First the record says for ever whose it is; then photos and listings come
 * over on this device, then likes and profile once the account's own are known, and the guest's copy goes when the
 * server has it all. Each step may be done again, so a start after a crash begins at the first.
 */
export class GuestCarrier {
  /** Guest copies that are not wholly on the server under this account. */
  pending = $state(0);
  readonly #parts: CarrierParts;
  readonly #end = new AbortController();

  constructor(parts: CarrierParts) {
    this.#parts = parts;
  }

  /** `false`: another account has it. Resolves when it is in this one on this device. */
  async bring(guest: string, person: KnownPerson): Promise<boolean> {
    const { record } = this.#parts;
    if (!(await record.giveGuest(guest, person))) return false;
    await this.#carry(guest);
    this.#parts.resumeIntake();
    return true;
  }

  /** Goes on with everything that was ever given to this account and did not wholly arrive. */
  async resume(): Promise<void> {
    const { guests } = await this.#parts.record.read();
    for (const row of guests)
      if (row.carriedTo?.userId === this.#parts.owner && !row.isEmptied) await this.#carry(row.owner);
  }

  close(): void {
    this.#end.abort();
  }

  async #carry(guest: string): Promise<void> {
    const { owner, photos, exclusively } = this.#parts;
    this.pending += 1;
    // Photos first, or the listings would for a moment name what this device does not know.
    await photos.takeOver(guest);
    await this.#carryCloset(guest);
    await photos.intake.carryOver(guest, owner);
    // One tab; the others wait and find it done.
    const { signal } = this.#end;
    void exclusively(guest, signal, () => this.#finish(guest)).catch((error: unknown) => {
      if (!signal.aborted) console.error(error);
    });
  }

  /** Whether the closet had not all of it. */
  async #carryCloset(guest: string): Promise<boolean> {
    const { closet } = this.#parts;
    return this.#withGuest('closet', guest, async (from) => {
      closet.tag(...listListings(from.doc).map(({ id }) => id));
      const isNew = carryOver(from.doc, closet.doc);
      closet.tag();
      await closet.flushed();
      return isNew;
    });
  }

  async #finish(guest: string): Promise<void> {
    const { record } = this.#parts;
    const row = (await record.read()).guests.find((each) => each.owner === guest);
    if (!row?.isEmptied) await this.#send(guest, row?.isAccountCarried === true);
    this.pending -= 1;
  }

  async #send(guest: string, isAccountCarried: boolean): Promise<void> {
    const { record, owner, account, closet, photos } = this.#parts;
    if (!isAccountCarried) {
      // What the account has not written itself is known only from the server.
      await this.#until(account, () => account.status().synced);
      await this.#withGuest('account', guest, async (from) => {
        carryOverAccount(from.doc, account.doc);
        await account.flushed();
      });
      // After the likes: a list that is renewed meanwhile forgets the cards of what is not liked.
      await carryKeptSaved(guest, owner);
      await record.noteGuest(guest, { isAccountCarried: true });
    }
    // Another tab may still have written as the guest.
    do await Promise.all([closet, account].map((replica) => this.#until(replica, () => isSafe(replica))));
    while (await this.#carryCloset(guest));
    await photos.takeOver(guest);
    await photos.intake.carryOver(guest, owner);
    await removeOwner(guest);
    await record.noteGuest(guest, { isEmptied: true });
  }

  async #withGuest<T>(
    kind: 'closet' | 'account',
    guest: string,
    work: (from: Replica) => Promise<T>,
  ): Promise<T> {
    const from = openDeviceReplica(kind, guest);
    await from.whenLoaded;
    try {
      // One that could not be read must not be taken for an empty one.
      if (from.status().local === 'failed') throw new Error(`the guest's ${kind} cannot be read`);
      return await work(from);
    } finally {
      await from.close();
    }
  }

  /** Rejects at the end. */
  #until(replica: Replica, isTrue: () => boolean): Promise<void> {
    const { signal } = this.#end;
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!signal.aborted && !isTrue()) return;
        stop();
        if (signal.aborted) reject(signal.reason as Error);
        else resolve();
      };
      const stop = replica.subscribe(look);
      signal.addEventListener('abort', look);
      look();
    });
  }
}

const isSafe = (replica: Replica): boolean => replica.status().synced && replica.status().unacked === null;
