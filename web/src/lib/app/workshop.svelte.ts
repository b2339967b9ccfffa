import { observeShelf, readShelf } from '@komod/documents/shelf';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import { truthLine, type TruthLine } from '@komod/domain/truth-line';
import { isGuestOwner } from '#lib/platform/device-record.ts';
import type { AccountDesk } from './account-desk.svelte.ts';
import { Closet } from './closet.svelte.ts';
import { deviceKind } from './device.ts';
import { syncUrl } from './device-replica.ts';
import { GuestCarrier } from './guest-carrier.svelte.ts';
import { LeftHere } from './left-here.svelte.ts';
import { LinkWatch } from './link-watch.svelte.ts';
import { PhotoDesk } from './photo-desk.svelte.ts';
import { PhotoIntake } from './photo-intake.svelte.ts';
import type { Session } from './session.svelte.ts';
import { stayConnected } from './stay-connected.svelte.ts';
import { truthInput, type DeviceTruth, type PhotoPlace } from './truth-input.ts';
import { allOf, openReplicas, type WorkshopReplicas } from './workshop-replicas.ts';

const lookEveryMs = 100;

/** The seller's side of the house for one person: documents, photos, and what is true of each listing. */
export class Workshop {
  readonly owner: string;
  readonly session: Session;
  /** Stays open when the workshop closes. */
  readonly account: AccountDesk;
  readonly closet: Closet;
  readonly photos: PhotoDesk;
  readonly intake: PhotoIntake;
  readonly link: LinkWatch;
  readonly guests: GuestCarrier;
  /** What of others is on this device. */
  readonly left: LeftHere;
  marks = $state.raw<ReadonlyMap<string, ShelfMark>>(new Map());
  readonly #replicas: WorkshopReplicas;
  readonly #ends: (() => void)[] = [];

  constructor(session: Session, account: AccountDesk, replicas: WorkshopReplicas, photos: PhotoDesk) {
    const { owner } = account;
    this.owner = owner;
    this.session = session;
    this.account = account;
    this.#replicas = replicas;
    this.photos = photos;
    this.closet = new Closet(replicas.closet);
    this.intake = new PhotoIntake({
      owner,
      closet: this.closet,
      store: photos.intake,
      keep: (file) => photos.keep(file),
      async exclusively(signal, hold) {
        await navigator.locks.request(`komod-intake-${owner}`, { signal }, hold);
      },
    });
    this.link = new LinkWatch(replicas.closet);
    const { shelf } = replicas;
    if (shelf) {
      const read = () => (this.marks = readShelf(shelf.doc));
      read();
      this.#ends.push(observeShelf(shelf.doc, read));
    }
    this.left = new LeftHere(session);
    this.guests = new GuestCarrier({
      record: session.record,
      owner,
      closet: replicas.closet,
      account: account.replica,
      photos,
      async exclusively(guest, signal, hold) {
        await navigator.locks.request(`komod-carry-${guest}`, { signal }, hold);
      },
      resumeIntake: () => this.resumeIntake(),
    });
    if (!this.isGuest) this.#stayConnected();
  }

  get isGuest(): boolean {
    return isGuestOwner(this.owner);
  }

  readonly device: DeviceTruth = $derived.by(() => ({
    kept: this.link.status.local !== 'failed' && !this.photos.isFull,
    session: this.isGuest ? 'guest' : this.session.kind === 'ended' ? 'ended' : 'member',
    link: this.link.link,
    device: deviceKind(),
  }));

  /** Listings whose work is not on the server; `null` for a guest: nothing ever was. */
  readonly #unsentIds: ReadonlySet<string> | null = $derived.by(() =>
    this.isGuest ? null : new Set(this.link.status.unacked?.tags ?? []),
  );

  isUnsent(draft: ListingDraft): boolean {
    const ids = this.#unsentIds;
    return ids === null || ids.has(draft.id);
  }

  /** Photos that are on this device only, also those that are not prepared yet. */
  readonly unsentPhotos: number = $derived.by(() => this.photos.unsentCount + this.intake.incoming.length);

  /** True while anything at all of this person's work is on this device only. */
  readonly hasUnsent: boolean = $derived.by(
    () =>
      this.#unsentIds === null ||
      this.account.hasUnsent ||
      this.link.status.unacked !== null ||
      this.link.status.local === 'failed' ||
      this.unsentPhotos > 0 ||
      this.guests.pending > 0,
  );

  mark(id: string): ShelfMark | null {
    return this.marks.get(id) ?? null;
  }

  truthOf(draft: ListingDraft): TruthLine {
    return truthLine(
      truthInput(
        draft,
        this.mark(draft.id),
        this.isUnsent(draft),
        (id) => this.#placeOf(draft, id),
        this.device,
      ),
    );
  }

  #placeOf(draft: ListingDraft, id: string): PhotoPlace {
    const place = this.photos.placeOf(id);
    // Of a pressed piece the server says itself what it waits for.
    if (place === 'elsewhere' && !draft.wish && !this.isGuest) this.photos.lookFor(id);
    return place;
  }

  /** True while a photo is being prepared or sent: not a moment to load the page anew. */
  get isSending(): boolean {
    return this.photos.isSending || this.intake.incoming.length > 0;
  }

  retryNow(): void {
    void this.session.check();
    for (const replica of allOf(this.#replicas)) replica.retryNow();
    this.account.retryNow();
    this.photos.retryNow();
    this.resumeIntake();
  }

  /** Goes on with picked files that are no photos yet. */
  resumeIntake(): void {
    // A closet that could not be read must not be taken for one whose listings are gone.
    if (this.link.status.local !== 'failed') this.intake.resume();
  }

  /**
   * Tries to send everything. `true` once the server has it all; `false` when it was given up by `signal`, or the
   * server will never take it.
   */
  async whenSafe(signal: AbortSignal): Promise<boolean> {
    this.retryNow();
    const canCome = () => this.link.status.link !== 'refused' && this.session.kind === 'member';
    while (this.hasUnsent && canCome() && !signal.aborted)
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    return !this.hasUnsent && !signal.aborted;
  }

  async close(): Promise<void> {
    await this.intake.close();
    this.#end();
    await Promise.all(allOf(this.#replicas).map((replica) => replica.close()));
  }

  #end(): void {
    for (const end of this.#ends.splice(0)) end();
    this.closet.close();
    this.link.close();
    this.photos.close();
    this.guests.close();
  }

  #stayConnected(): void {
    const stop = stayConnected({
      session: this.session,
      link: this.link,
      connect: () => {
        for (const replica of allOf(this.#replicas)) replica.connect({ url: syncUrl() });
        this.photos.startSending();
      },
      retryNow: () => this.retryNow(),
    });
    this.#ends.push(stop);
  }
}

/** Opens the documents of the account's owner; what a guest left behind on this device comes along to a member. */
export async function openWorkshop(session: Session, account: AccountDesk): Promise<Workshop> {
  const { owner } = account;
  const isMember = !isGuestOwner(owner);
  const [replicas, photos] = await Promise.all([openReplicas(owner, isMember), PhotoDesk.open(owner)]);
  const workshop = new Workshop(session, account, replicas, photos);
  const report = (error: unknown) => console.error(error);
  if (isMember) await workshop.guests.resume().catch(report);
  workshop.resumeIntake();
  void workshop.left.refresh().catch(report);
  return workshop;
}
