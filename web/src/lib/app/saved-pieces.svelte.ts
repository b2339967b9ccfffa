import type { CatalogEntry } from '@komod/domain/catalog-entry';
import { heartArrived, heartsOnTheWay, noteHeart } from '#lib/platform/hearts-on-the-way.ts';
import { keepCovers } from '#lib/platform/kept-covers.ts';
import type { AccountDesk } from './account-desk.svelte.ts';
import type { Session } from './session.svelte.ts';

interface Accounts {
  readonly session: Session;
  readonly account: AccountDesk | null;
  openAccount(): Promise<AccountDesk>;
}

/** What the hearts show and do. A press shows at once; the account, and with it Yjs, is fetched behind it. */
export class SavedPieces {
  readonly #accounts: Accounts;
  /** Presses that are not in the account yet. */
  #pressed = $state.raw<ReadonlyMap<string, boolean>>(new Map());

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  has(id: string): boolean {
    return this.#pressed.get(id) ?? this.#accounts.account?.likes.has(id) ?? false;
  }

  /** Resolves when it is kept on this device; rejects, and shows the heart as before, when it is not. */
  async set(entry: CatalogEntry, isSaved: boolean): Promise<void> {
    const account = await this.#keep(entry.id, isSaved);
    if (account && isSaved) void keepForOffline(account.owner, entry);
  }

  /** Goes on with presses that were left before they were kept. */
  async resume(): Promise<void> {
    await this.#accounts.session.settled();
    for (const [id, isSaved] of heartsOnTheWay(this.#accounts.session.ownerKey))
      this.#keep(id, isSaved).catch((error: unknown) => console.error(error));
  }

  /** @returns the account that has it; `null` when a later press of the same heart counts. */
  async #keep(id: string, isSaved: boolean): Promise<AccountDesk | null> {
    const owner = this.#accounts.session.ownerKey;
    noteHeart(owner, id, isSaved);
    this.#pressed = new Map(this.#pressed).set(id, isSaved);
    try {
      const account = await this.#accounts.openAccount();
      if (this.#pressed.get(id) !== isSaved) return null;
      if (isSaved) account.like(id);
      else account.unlike(id);
      this.#forget(id);
      await account.flushed();
      return account;
    } catch (error) {
      this.#forget(id);
      throw error;
    } finally {
      heartArrived(owner, id, isSaved);
    }
  }

  #forget(id: string): void {
    const pressed = new Map(this.#pressed);
    pressed.delete(id);
    this.#pressed = pressed;
  }
}

/** What Saved shows of the piece without a network, and its page for when it is opened from there. */
async function keepForOffline(owner: string, entry: CatalogEntry): Promise<void> {
  const { keepSaved } = await import('#lib/platform/kept-saved.ts');
  await keepSaved(owner, [{ entry, isGone: false, asOf: Date.now() }]);
  await keepCovers([entry.cover.id]);
  // The service worker keeps the answer.
  await fetch(`/api/listings/${encodeURIComponent(entry.id)}`, { priority: 'low' }).catch(() => undefined);
}
