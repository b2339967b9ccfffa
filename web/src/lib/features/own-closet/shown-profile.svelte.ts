import type { Seller } from '@komod/domain/catalog-entry';
import type { Profile } from '@komod/domain/profile';
import { catalogClient } from '#lib/platform/catalog-client.ts';

/** Showing follows acknowledging by a moment, and a portrait by a little longer. */
const waitsMs = [300, 1000, 2000, 4000, 8000];

const isSame = (seen: Seller, { name, bio, city, contact, avatar }: Profile): boolean =>
  (name === undefined || seen.name === name) &&
  seen.bio === bio &&
  seen.city === city &&
  seen.contact === contact &&
  seen.avatar?.id === avatar?.id;

/** Whether the server shows everyone what stands on this device. */
export class ShownProfile {
  /** `null` while nobody knows. */
  isShown = $state<boolean | null>(null);
  readonly #client = catalogClient(globalThis.fetch);
  #asking = 0;

  /** Asks until it is so, a few times. A newer question takes the place of an older one. */
  async ask(handle: string, profile: Profile): Promise<void> {
    const question = (this.#asking += 1);
    for (const waitMs of waitsMs) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      if (question !== this.#asking) return;
      const answer = await this.#client.closet(handle, { cursor: null, limit: 1 });
      if (question !== this.#asking) return;
      // What this device remembers of an earlier look says nothing of now.
      const isFresh = answer.kind === 'answer' && answer.keptAt === null;
      this.isShown = isFresh ? isSame(answer.value.seller, profile) : null;
      if (this.isShown) return;
    }
  }

  /** Something changed: nobody knows any more. */
  forget(): void {
    this.#asking += 1;
    this.isShown = null;
  }
}
