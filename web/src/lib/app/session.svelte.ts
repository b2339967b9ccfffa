import { browser } from '$app/env';

export interface Person {
  userId: string;
  handle: string;
  name: string;
}

interface Remembered {
  person: Person;
  ended: boolean;
}

const rememberedKey = 'komod.person';
const extendedKey = 'komod.session-extended';
const extendEveryMs = 24 * 3_600_000;
const guestWorkKey = 'komod.guest-work';
/** Database and folder name of work that belongs to nobody yet. */
export const guestOwner = 'guest';

/**
 * Who is at this device. Remembered on the device, so that an offline start knows; the server only confirms or
 * ends it. An ended session keeps everything and works on; only sending waits for a new sign-in.
 */
export class Session {
  person = $state.raw<Person | null>(null);
  kind = $state<'guest' | 'member' | 'ended'>('guest');
  #ownerListeners = new Set<() => void>();
  #checking: Promise<void> | null = null;

  constructor() {
    if (browser) this.#readRemembered();
  }

  /** Names the local databases: the user's id, or `guest`. */
  get ownerKey(): string {
    return this.person?.userId ?? guestOwner;
  }

  start(): () => void {
    const check = () => void this.check();
    const onVisible = () => {
      if (document.visibilityState === 'visible') check();
    };
    const onStorage = (event: StorageEvent) => {
      if (event.key === rememberedKey) this.#keepOwner(() => this.#readRemembered());
    };
    window.addEventListener('online', check);
    window.addEventListener('storage', onStorage);
    document.addEventListener('visibilitychange', onVisible);
    check();
    return () => {
      window.removeEventListener('online', check);
      window.removeEventListener('storage', onStorage);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }

  /** Asks the server who we are. No answer changes nothing. */
  check(): Promise<void> {
    this.#checking ??= this.#ask().finally(() => (this.#checking = null));
    return this.#checking;
  }

  async #ask(): Promise<void> {
    const answer = await fetch('/api/me', { cache: 'no-store' }).catch(() => null);
    // A guest is answered with nothing, an ended session with a refusal; a browser may have dropped its cookie itself.
    if (answer?.status === 401 || answer?.status === 204) this.end();
    else if (answer?.ok) {
      this.begin((await answer.json()) as Person);
      this.#extend();
    }
  }

  /** The server prolongs a session only when asked here; once a day is what it asks for. */
  #extend(): void {
    const extendedAt = Number(localStorage.getItem(extendedKey));
    if (Date.now() - extendedAt < extendEveryMs) return;
    localStorage.setItem(extendedKey, String(Date.now()));
    void fetch('/api/auth/get-session', { cache: 'no-store' }).catch(() =>
      localStorage.removeItem(extendedKey),
    );
  }

  begin({ userId, handle, name }: Person): void {
    this.#keepOwner(() => this.#remember({ person: { userId, handle, name }, ended: false }));
  }

  /** The server no longer knows the session; the person and the work stay. */
  end(): void {
    if (this.person && this.kind !== 'ended') this.#remember({ person: this.person, ended: true });
  }

  /** After a sign-out: the device belongs to nobody. */
  forget(): void {
    this.#keepOwner(() => this.#remember(null));
  }

  onOwnerChange(listener: () => void): () => void {
    this.#ownerListeners.add(listener);
    return () => this.#ownerListeners.delete(listener);
  }

  /** True while a guest's documents or photos stand on this device, also after signing in, until carried over. */
  hasGuestWork(): boolean {
    return browser && localStorage.getItem(guestWorkKey) !== null;
  }

  setGuestWork(exists: boolean): void {
    if (exists) localStorage.setItem(guestWorkKey, '1');
    else localStorage.removeItem(guestWorkKey);
  }

  #keepOwner(change: () => void): void {
    const before = this.ownerKey;
    change();
    if (this.ownerKey !== before) for (const listener of this.#ownerListeners) listener();
  }

  #remember(remembered: Remembered | null): void {
    if (remembered) localStorage.setItem(rememberedKey, JSON.stringify(remembered));
    else localStorage.removeItem(rememberedKey);
    this.#take(remembered);
  }

  #readRemembered(): void {
    const text = localStorage.getItem(rememberedKey);
    this.#take(text === null ? null : (JSON.parse(text) as Remembered));
  }

  #take(remembered: Remembered | null): void {
    const same = JSON.stringify(remembered?.person ?? null) === JSON.stringify(this.person);
    if (!same) this.person = remembered?.person ?? null;
    this.kind = remembered ? (remembered.ended ? 'ended' : 'member') : 'guest';
  }
}
