import type { KnownPerson } from '#lib/platform/device-record.ts';
import type { AccountDesk, openAccountDesk } from './account-desk.svelte.ts';
import { PerOwner } from './per-owner.svelte.ts';
import { SavedPieces } from './saved-pieces.svelte.ts';
import { Session } from './session.svelte.ts';
import type { openWorkshop, Workshop } from './workshop.svelte.ts';

/** What knows Yjs. */
export interface Openers {
  openAccountDesk: typeof openAccountDesk;
  openWorkshop: typeof openWorkshop;
}

/**
 * Holds what lives as long as the tab. The documents and everything that knows Yjs come with `openAccount` and
 * `openWorkshop`: from the page that asks for them, or by dynamic import, so that the feed stays light.
 */
export class KomodApp {
  readonly session = new Session();
  /** What the hearts show and do. */
  readonly saved: SavedPieces = new SavedPieces(this);
  readonly #accounts = new PerOwner<AccountDesk>(async () => {
    const { openAccountDesk } = this.#openers ?? (await import('./account-desk.svelte.ts'));
    return openAccountDesk(this.session);
  });
  readonly #workshops = new PerOwner<Workshop>(async (owner) => {
    const account = this.openAccount();
    // Heard of by whoever opens the workshop.
    account.catch(() => undefined);
    const { openWorkshop } = this.#openers ?? (await import('./workshop.svelte.ts'));
    return openWorkshop(this.session, owner, account);
  });

  /** Those that a page brought along. */
  #openers: Openers | null = null;

  /** The open workshop of whoever is at the device; `null` until asked for and while persons change. */
  get workshop(): Workshop | null {
    return this.#workshops.current;
  }

  /** The open account of whoever is at the device, a guest's too; `null` like `workshop`. */
  get account(): AccountDesk | null {
    return this.#accounts.current;
  }

  /** Starts listening to the device. Returns the end of it. */
  start(): () => void {
    const stopSession = this.session.start();
    const stopWatching = this.session.onOwnerChange(() => this.#ownerChanged());
    void this.saved.resume();
    const hasWork = () => this.session.person !== null || this.session.hasGuestWork();
    const timers = [
      // The hearts of what was saved before fill soon after the first screen stands.
      setTimeout(() => {
        if (hasWork()) void this.openAccount();
      }, accountOpenAfterMs),
      // Work that never left must leave even if the seller only opens the feed.
      setTimeout(() => {
        if (hasWork()) void this.openWorkshop();
      }, workshopOpenAfterMs),
    ];
    return () => {
      for (const timer of timers) clearTimeout(timer);
      stopWatching();
      stopSession();
      void this.#workshops.close().then(() => this.#accounts.close());
    };
  }

  /** The account of the present owner; opened at the first call. */
  async openAccount(): Promise<AccountDesk> {
    await this.session.settled();
    return this.#accounts.open(this.session.ownerKey);
  }

  /** The workshop of the present owner; opened at the first call. */
  async openWorkshop(openers: Openers | null = this.#openers): Promise<Workshop> {
    this.#openers = openers;
    await this.session.settled();
    return this.#workshops.open(this.session.ownerKey);
  }

  /** Somebody signed up or in. A guest's work goes to an account that was made for it, and to no other unasked. */
  async enter(person: KnownPerson, isNew: boolean): Promise<void> {
    await this.session.settled();
    if (isNew && !this.session.person)
      await this.session.record
        .giveGuest(this.session.ownerKey, person)
        .catch((error: unknown) => console.error(error));
    await this.session.begin(person);
  }

  /** Signs out, with or without a network. `locked`: what is here stays here, for that person alone. */
  async leave(parting: 'locked' | 'removing'): Promise<void> {
    await this.session.leave(parting);
    const workshop = await this.openWorkshop();
    await workshop.left.refresh();
  }

  #ownerChanged(): void {
    if (this.#workshops.isWanted) void this.openWorkshop();
    else if (this.#accounts.isWanted) void this.openAccount();
  }
}

const accountOpenAfterMs = 1000;
const workshopOpenAfterMs = 4000;
