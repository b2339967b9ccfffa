import type { PhotoRef } from '@komod/domain/piece';
import type { AccountDesk } from '#lib/app/account-desk.svelte.ts';
import type { KeepRefusal, PhotoDesk } from '#lib/app/photo-desk.svelte.ts';

/** One's own picture: a photo like any other, kept on this device before the profile names it. */
export class Portrait {
  isWorking = $state(false);
  /** Why the last file did not become the portrait. */
  refused = $state.raw<{ why: KeepRefusal; name: string } | null>(null);
  readonly #account: AccountDesk;
  readonly #photos: PhotoDesk;

  constructor(account: AccountDesk, photos: PhotoDesk) {
    this.#account = account;
    this.#photos = photos;
  }

  get photo(): PhotoRef | null {
    return this.#account.profile.avatar ?? null;
  }

  async take(file: File): Promise<void> {
    this.refused = null;
    this.isWorking = true;
    const answer = await this.#photos.keep(file).catch(() => ({ ok: false, refusal: 'unreadable' }) as const);
    this.isWorking = false;
    if (answer.ok) this.#account.editProfile('avatar', answer.photo);
    else this.refused = { why: answer.refusal, name: file.name };
  }

  /** @returns what puts it back. */
  remove(): () => void {
    const before = this.photo;
    this.#account.editProfile('avatar', undefined);
    return () => {
      if (before && !this.photo) this.#account.editProfile('avatar', before);
    };
  }
}
