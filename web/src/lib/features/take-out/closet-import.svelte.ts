import {
  bringInAccount,
  bringInCloset,
  documentWeight,
  readTakenOut,
  takeBackAccount,
} from '@komod/documents/take-out';
import { listListings, purgeListing } from '@komod/documents/closet';
import { readProfile } from '@komod/documents/account';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { PhotoRef } from '@komod/domain/piece';
import { photosNamed } from '@komod/domain/take-out';
import { wireLimits } from '@komod/sync/wire/limits';
import { stageOf } from '#lib/app/listing-stage.ts';
import type { Workshop } from '#lib/app/workshop.svelte.ts';
import { openTakeOut, type TakenOutFile } from '#lib/platform/take-out/read-take-out.ts';
import { roomFor } from '#lib/platform/take-out/room-for.ts';
import { FilePhotos } from './file-photos.ts';
import type { ImportRefusal } from './import-refusal.ts';
import { ImportedPhotos } from './imported-photos.ts';

type Doc = NonNullable<ReturnType<typeof readTakenOut>>;

/** What would come into the closet, before anything does. */
export interface FileLook {
  handle: string | null;
  madeAt: number;
  drafts: number;
  /** Were on a feed, or about to be. */
  listed: number;
  sold: number;
  removed: number;
  photos: PhotoRef[];
  /** Photos of these pieces that the file does not hold. */
  absent: number;
  /** Listings that are here already. */
  present: number;
  covers: PhotoRef[];
  bytes: number;
}

/** What has come: how many pieces, and how all of it goes again. */
export interface Brought {
  count: number;
  undo(): Promise<void>;
}

interface OpenFile {
  file: TakenOutFile;
  closet: Doc;
  account: Doc;
  look: FileLook;
  photos: FilePhotos;
}

const coversMax = 4;

/** Brings a file into the open closet: what is not there yet, photos first, then all pieces in one edit. */
export class ClosetImport {
  step = $state<'choosing' | 'reading' | 'looking' | 'working' | 'refused'>('choosing');
  refusal = $state<ImportRefusal>('failed');
  done = $state(0);
  opened = $state.raw<OpenFile | null>(null);
  readonly #workshop: Workshop;
  #working = new AbortController();

  constructor(workshop: Workshop) {
    this.#workshop = workshop;
  }

  /** Looks into a picked file. Changes nothing. */
  async read(picked: File): Promise<void> {
    this.step = 'reading';
    this.#forget();
    const opening = await openTakeOut(picked).catch((error: unknown) => void console.error(error));
    if (!opening) return this.#refuse('failed');
    if (!opening.ok) return this.#refuse(opening.refusal);
    const file = opening.value;
    const closet = readTakenOut(file.closet, 'closet', wireLimits);
    const account = readTakenOut(file.account, 'account', wireLimits);
    if (!closet || !account) return this.#refuse('broken');
    if (!this.#fits(closet)) return this.#refuse('too-large');
    const look = this.#look(file, closet, account);
    this.opened = { file, closet, account, look, photos: new FilePhotos(file) };
    if (!(await roomFor(look.bytes))) return this.#refuse('no-room');
    this.step = 'looking';
  }

  /**
   * @param hangs what was pressed where the file comes from is pressed here as well
   * @returns `null` when it was given up or refused, and nothing has changed
   */
  async bring(hangs: boolean): Promise<Brought | null> {
    const { opened } = this;
    if (!opened) return null;
    this.step = 'working';
    this.done = 0;
    this.#working = new AbortController();
    const { signal } = this.#working;
    const photos = new ImportedPhotos(this.#workshop.owner);
    try {
      const refusal = await photos.keep(opened.file, opened.look.photos, {
        signal,
        onPhoto: (done) => (this.done = done),
      });
      if (refusal) {
        await photos.takeBack();
        this.#refuse(refusal);
        return null;
      }
      return await this.#write(opened, hangs, photos);
    } catch (error) {
      await photos.takeBack();
      if (signal.aborted) this.step = 'looking';
      else {
        console.error(error);
        this.#refuse('failed');
      }
      return null;
    } finally {
      await photos.close();
    }
  }

  cancel(): void {
    this.#working.abort();
  }

  close(): void {
    this.cancel();
    this.#forget();
  }

  async #write(
    { closet: from, account: fromAccount }: OpenFile,
    hangs: boolean,
    photos: ImportedPhotos,
  ): Promise<Brought> {
    const { account, closet, photos: desk, session } = this.#workshop;
    // Before the listings, which would for a moment name what this device does not know.
    await desk.refresh();
    const ids = listListings(from).map(({ id }) => id);
    const added = closet.editTogether(
      ids.filter((id) => !closet.draft(id)),
      (doc) => bringInCloset(from, doc, hangs),
    );
    const brought = bringInAccount(fromAccount, account.replica.doc);
    if (this.#workshop.isGuest) session.noteGuestWork();
    await Promise.all([closet.flushed(), account.flushed()]);
    const undo = async () => {
      closet.editTogether(added, (doc) => {
        for (const id of added) purgeListing(doc, id);
      });
      takeBackAccount(account.replica.doc, brought);
      await desk.forget(photos.added);
    };
    return { count: added.length, undo };
  }

  #look({ manifest }: TakenOutFile, closet: Doc, account: Doc): FileLook {
    const all = listListings(closet);
    const { profile } = this.#workshop.account;
    const here = this.#workshop.closet.drafts;
    const coming = all.filter(({ id }) => !here.has(id));
    const named = photosNamed(coming, profile.avatar ? undefined : readProfile(account).avatar);
    const inFile = new Map(manifest.photos.map(({ id, bytes }) => [id, bytes]));
    const photos = named.filter(({ id }) => inFile.has(id));
    const count = (stage: ReturnType<typeof stageOf>) =>
      coming.filter((draft) => stageOf(draft, null) === stage).length;
    const coverOf = (draft: ListingDraft) => draft.photos.slice(0, 1).filter(({ id }) => inFile.has(id));
    return {
      handle: manifest.handle,
      madeAt: manifest.madeAt,
      drafts: count('drafts'),
      listed: count('on-the-way'),
      sold: count('sold'),
      removed: count('removed'),
      photos,
      absent: named.length - photos.length,
      present: all.length - coming.length,
      covers: coming.flatMap(coverOf).slice(0, coversMax),
      bytes: photos.reduce((sum, { id }) => sum + (inFile.get(id) ?? 0), 0),
    };
  }

  /** A document that is too large would never leave this device. */
  #fits(closet: Doc): boolean {
    const coming = documentWeight(closet);
    const here = this.#workshop.closet.read(documentWeight);
    return (
      coming.bytes + here.bytes < wireLimits.documentMaxBytes &&
      coming.structs + here.structs < wireLimits.documentMaxStructs
    );
  }

  #refuse(refusal: ImportRefusal): void {
    this.refusal = refusal;
    this.step = 'refused';
    if (refusal !== 'no-room') this.#forget();
  }

  #forget(): void {
    this.opened?.photos.close();
    this.opened = null;
  }
}
