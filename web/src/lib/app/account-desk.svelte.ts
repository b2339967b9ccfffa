import {
  observeAccount,
  readLikes,
  readProfile,
  removeLike,
  setLike,
  setProfileField,
} from '@komod/documents/account';
import type { Profile } from '@komod/domain/profile';
import type { Replica } from '@komod/sync/client/replica';
import type { ReplicaStatus } from '@komod/sync/client/replica-status';
import { isGuestOwner } from '#lib/platform/device-record.ts';
import { openDeviceReplica, syncUrl } from './device-replica.ts';
import { LinkWatch } from './link-watch.svelte.ts';
import type { Session } from './session.svelte.ts';
import { stayConnected } from './stay-connected.svelte.ts';

/**
 * The account document of whoever is at this device: who I am and what I like. A guest has one too, which is never
 * connected; its `replica` is what `carryOverAccount` reads when the guest becomes a member.
 */
export class AccountDesk {
  readonly owner: string;
  /** Listing id → device ms UTC of the like. */
  likes = $state.raw<ReadonlyMap<string, number>>(new Map());
  profile = $state.raw<Profile>({});
  /** Open while the desk is; edits of one's own go through the desk. */
  readonly replica: Replica;
  readonly #session: Session;
  readonly #link: LinkWatch;
  readonly #ends: (() => void)[] = [];

  constructor(owner: string, session: Session, replica: Replica) {
    this.owner = owner;
    this.replica = replica;
    this.#session = session;
    this.#link = new LinkWatch(replica);
    const stopFollowing = replica.follow((doc) => {
      this.likes = readLikes(doc);
      this.profile = readProfile(doc);
      return observeAccount(doc, (changed) => {
        if (changed.has('likes')) this.likes = readLikes(doc);
        if (changed.has('profile')) this.profile = readProfile(doc);
      });
    });
    this.#ends.push(stopFollowing, () => this.#link.close());
    if (!this.isGuest) {
      const stopConnecting = stayConnected({
        session,
        link: this.#link,
        connect: () => replica.connect({ url: syncUrl() }),
        retryNow: () => replica.retryNow(),
      });
      this.#ends.push(stopConnecting);
    }
  }

  get isGuest(): boolean {
    return isGuestOwner(this.owner);
  }

  get status(): ReplicaStatus {
    return this.#link.status;
  }

  /** The server does not take what is here. */
  get isRefused(): boolean {
    return this.#link.isRefused;
  }

  /** True while something of this account is on this device only. A guest's is for ever. */
  readonly hasUnsent: boolean = $derived.by(
    () => !this.isGuest && (this.status.unacked !== null || this.status.local === 'failed'),
  );

  /** Liking what is liked changes nothing. `at` (ms of this device) puts back a like that was taken away. */
  like(listingId: string, at = Date.now()): void {
    setLike(this.replica.doc, listingId, at);
    if (this.isGuest) this.#session.noteGuestWork();
  }

  unlike(listingId: string): void {
    removeLike(this.replica.doc, listingId);
  }

  /** `undefined` removes the field. */
  editProfile<F extends keyof Profile>(field: F, value: Profile[F] | undefined): void {
    setProfileField(this.replica.doc, field, value);
    if (this.isGuest) this.#session.noteGuestWork();
  }

  /** Resolves when every edit so far is on this device's disk; rejects when it is not. */
  flushed(): Promise<void> {
    return this.replica.flushed();
  }

  retryNow(): void {
    this.replica.retryNow();
  }

  async close(): Promise<void> {
    this.#end();
    await this.replica.close();
  }

  #end(): void {
    for (const end of this.#ends.splice(0)) end();
  }
}

/** Opens the account of the session's owner as this device has it. */
export async function openAccountDesk(session: Session): Promise<AccountDesk> {
  const owner = session.ownerKey;
  const replica = openDeviceReplica('account', owner);
  await replica.whenLoaded;
  return new AccountDesk(owner, session, replica);
}
