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
import { Moments } from './moments.ts';
import { PhotoCensus } from './photo-census.svelte.ts';
import { PhotoDesk } from './photo-desk.svelte.ts';
import { PhotoIntake } from './photo-intake.svelte.ts';
import { OvertakenWork } from './overtaken-work.svelte.ts';
import type { Session } from './session.svelte.ts';
import { ShelfMarks, type ShelfChange } from './shelf-marks.svelte.ts';
import { stayConnected } from './stay-connected.svelte.ts';
import { truthInput, type DeviceTruth, type ListingTruth, type PhotoPlace } from './truth-input.ts';
import { overtakenStore } from '#lib/platform/kept-overtaken.ts';
import { askForPhotos } from '#lib/platform/photos/ask-for-photos.ts';
import { allOf, openReplicas, type WorkshopReplicas } from './workshop-replicas.ts';

const lookEveryMs = 100;
const noMarks: ReadonlyMap<string, ShelfMark> = new Map();

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
  readonly moments: Moments;
  readonly overtaken: OvertakenWork;
  readonly #shelf: { marks: ShelfMarks; link: LinkWatch } | null;
  readonly #census: PhotoCensus;
  /** In touch with the server since the app was opened. */
  #hasReached = false;
  /** The disk could not be read: nothing shown is on it. */
  readonly #isUnread: boolean;
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
    this.#isUnread = this.link.status.local === 'failed';
    const { shelf } = replicas;
    this.#shelf = shelf && {
      marks: new ShelfMarks(shelf, (changes) => this.#tell(changes)),
      link: new LinkWatch(shelf),
    };
    if (shelf) {
      const stopListening = shelf.subscribe(() => (this.#hasReached ||= shelf.status().synced));
      this.#ends.push(stopListening);
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
    this.#census = new PhotoCensus({
      ask: askForPhotos,
      onKnown: (ids) => photos.noteOnServer(ids),
    });
    this.moments = new Moments({
      isWatching: (id) => this.#hasReached || this.closet.isEditedHere(id),
      isFirst: (ids) => [...this.marks].every(([id, mark]) => ids.includes(id) || mark.version === 0),
      isVisible: () => document.visibilityState === 'visible',
    });
    this.overtaken = new OvertakenWork(replicas.closet, this, overtakenStore(owner));
    if (!this.isGuest) this.#stayConnected();
  }

  get isGuest(): boolean {
    return isGuestOwner(this.owner);
  }

  get marks(): ReadonlyMap<string, ShelfMark> {
    return this.#shelf?.marks.all ?? noMarks;
  }

  // Each by itself, so that a status that says the same again makes nothing new.
  readonly #sessionKind = $derived.by(() =>
    this.isGuest ? 'guest' : this.session.kind === 'ended' ? 'ended' : 'member',
  );
  readonly #linkKind = $derived.by(() => this.link.link);
  readonly device: DeviceTruth = $derived.by(() => ({
    session: this.#sessionKind,
    link: this.#linkKind,
    device: deviceKind(),
  }));

  readonly #unsentTags = $derived.by(() => this.link.status.unacked?.tags);
  /** Listings whose work is not on the server; `null` for a guest: nothing ever was. */
  readonly #unsentIds: ReadonlySet<string> | null = $derived.by(() =>
    this.isGuest ? null : new Set(this.#unsentTags),
  );

  isUnsent(draft: ListingDraft): boolean {
    const ids = this.#unsentIds;
    return ids === null || ids.has(draft.id);
  }

  /** Photos that are on this device only, also those that are not prepared yet. */
  readonly unsentPhotos: number = $derived.by(() => this.photos.unsentCount + this.intake.incoming.length);
  readonly #isDiskFailing = $derived.by(() => this.link.status.local === 'failed');

  /** Where the words of a listing are. */
  wordsOf(draft: ListingDraft): ListingTruth {
    const isPhotoLost =
      this.photos.isFull &&
      this.intake.notes.some(({ kind, listingId }) => kind === 'not-kept' && listingId === draft.id);
    const isKept = !this.#isDiskFailing || !(this.#isUnread || this.closet.isTouched(draft.id));
    return { kept: isKept && !isPhotoLost, sent: !isPhotoLost && !this.isUnsent(draft) };
  }

  placeOf(photoId: string): PhotoPlace {
    const place = this.photos.placeOf(photoId);
    return place === 'elsewhere' && !this.isGuest ? this.#census.placeOf(photoId) : place;
  }

  /** True until the server has once told this device what it has: what is shown is not all there is. */
  readonly isFetching: boolean = $derived.by(
    () =>
      this.#shelf !== null &&
      (this.link.status.lastReachedAt === null || this.#shelf.link.status.lastReachedAt === null),
  );

  /** How many pieces are known to be on their way here; `null`: not yet. */
  readonly fetchedCount: number | null = $derived.by(() => {
    if (this.link.status.lastReachedAt !== null) return this.closet.drafts.size;
    return this.#shelf?.link.status.lastReachedAt ? this.marks.size : null;
  });

  /** Pressed on another device, and what became of it did not come to this one yet. */
  isUntold(draft: ListingDraft): boolean {
    return this.isFetching && draft.wish !== undefined && !this.mark(draft.id) && !this.isUnsent(draft);
  }

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

  /** When work here was last edited again because the server had refused it as it was; device ms UTC. */
  readonly rebasedAt: number | null = $derived.by(() => {
    const times = [this.link.status.rebased, this.account.status.rebased].map((rebased) => rebased?.at ?? 0);
    return Math.max(...times) || null;
  });

  mark(id: string): ShelfMark | null {
    return this.marks.get(id) ?? null;
  }

  truthOf(draft: ListingDraft, words: ListingTruth = this.wordsOf(draft)): TruthLine {
    return truthLine(truthInput(draft, this.mark(draft.id), words, (id) => this.placeOf(id), this.device));
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
    this.#census.askNow();
    this.moments.tellNow();
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
    const canCome = () => this.session.kind === 'member' && !this.link.isRefused && !this.account.isRefused;
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
    this.overtaken.close();
    this.closet.close();
    this.link.close();
    this.#shelf?.marks.close();
    this.#shelf?.link.close();
    this.#census.close();
    this.moments.close();
    this.photos.close();
    this.guests.close();
  }

  #tell(changes: readonly ShelfChange[]): void {
    this.overtaken.look();
    // A device that knew nothing before is told nothing new by all that was.
    const isFirstWord = this.#replicas.shelf?.status().lastReachedAt === null;
    this.moments.take(changes.filter(({ id }) => !isFirstWord || this.closet.isEditedHere(id)));
  }

  #stayConnected(): void {
    const stop = stayConnected({
      session: this.session,
      link: this.link,
      connect: () => {
        for (const replica of allOf(this.#replicas)) replica.connect({ url: syncUrl() });
        this.photos.startSending();
        this.#census.askNow();
      },
      retryNow: () => this.retryNow(),
    });
    this.#ends.push(stop);
  }
}

/**
 * Opens the documents of an owner while their account is still opening; what a guest left behind on this device comes
 * along to a member.
 */
export async function openWorkshop(
  session: Session,
  owner: string,
  opening: Promise<AccountDesk>,
): Promise<Workshop> {
  const isMember = !isGuestOwner(owner);
  const parts = Promise.all([openReplicas(owner, isMember), PhotoDesk.open(owner)]);
  const account = await opening.catch(() => null);
  const [replicas, photos] = await parts;
  if (account?.owner !== owner) {
    photos.close();
    await Promise.all(allOf(replicas).map((replica) => replica.close()));
    throw new Error('somebody else came to this device');
  }
  const workshop = new Workshop(session, account, replicas, photos);
  const report = (error: unknown) => console.error(error);
  if (isMember) await workshop.guests.resume().catch(report);
  workshop.resumeIntake();
  void workshop.left.refresh().catch(report);
  return workshop;
}
