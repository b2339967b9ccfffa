import { DeviceRecord, holdComings, presentGuest, type KnownPerson } from '#lib/platform/device-record.ts';
import { dropGlance } from '#lib/platform/kept-glance.ts';
import { noteServerAnswer } from '#lib/platform/server-contact.ts';
import { browser } from '$app/env';
import { signOut } from './identity-client.ts';

interface Remembered {
  person: KnownPerson;
  ended: boolean;
}

const rememberedKey = 'komod.person';
const extendedKey = 'komod.session-extended';
const guestWorkKey = 'komod.guest-work';
const extendEveryMs = 24 * 3_600_000;

/**
 * Who is at this device. Remembered on the device, so that an offline start knows; the server only confirms or
 * ends it. An ended session keeps everything and works on; only sending waits for a new sign-in.
 * The record is what counts; `localStorage` only lets the first screen know, and tells other tabs.
 */
export class Session {
  person = $state.raw<KnownPerson | null>(null);
  kind = $state<'guest' | 'member' | 'ended'>('guest');
  readonly record = new DeviceRecord();
  #guest = presentGuest([]);
  #ownerListeners = new Set<() => void>();
  #checking: Promise<void> | null = null;
  #settling: Promise<void> | null = null;
  /** Counts the persons who came and went here, so that an answer about the one before is dropped. */
  #changes = 0;

  constructor() {
    if (browser) this.#take(readRemembered());
  }

  /** Names the local databases: the user's id, or the guest's. Certain once `settled`. */
  get ownerKey(): string {
    return this.person?.userId ?? this.#guest;
  }

  start(): () => void {
    const check = () => void this.check();
    const onVisible = () => {
      if (document.visibilityState === 'visible') check();
    };
    const onStorage = (event: StorageEvent) => {
      if (event.key === rememberedKey) void this.#settle();
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

  /** Resolves when the device's own record has said who is here. */
  settled(): Promise<void> {
    this.#settling ??= this.#settle();
    return this.#settling;
  }

  /** Asks the server who we are. No answer changes nothing. */
  check(): Promise<void> {
    this.#checking ??= this.#ask().finally(() => (this.#checking = null));
    return this.#checking;
  }

  /** Ends at the server what was ended here without a network. `false`: it was not reached. */
  async settleSignOut(): Promise<boolean> {
    const settle = async () => {
      const { who } = await this.record.read();
      if (!who?.owesSignOut) return true;
      if (!(await signOut())) return false;
      await this.record.noteSignedOut();
      return true;
    };
    // One tab at a time, or a late one would end the session of whoever signed in meanwhile.
    return navigator.locks ? navigator.locks.request('komod-sign-out', settle) : settle();
  }

  /** Whoever was here before is locked out in the same step, and their work with them. */
  async begin({ userId, handle, name }: KnownPerson): Promise<void> {
    const person = { userId, handle, name };
    this.#changes += 1;
    const change = this.#changes;
    if (this.person?.userId !== userId || !(await this.#isRecorded(userId))) {
      await holdComings(userId, () => this.record.setWho(person)).catch((error: unknown) =>
        console.error(error),
      );
      await this.#findGuest();
    }
    // Somebody signed out or in meanwhile.
    if (change === this.#changes) this.#keepOwner(() => this.#remember({ person, ended: false }));
  }

  /** The server no longer knows the session; the person and the work stay. */
  end(): void {
    if (this.person && this.kind !== 'ended') this.#remember({ person: this.person, ended: true });
  }

  /** Signs out on this device, also without a network; the server hears of it at the next contact. */
  async leave(parting: 'locked' | 'removing'): Promise<void> {
    this.#changes += 1;
    await this.record.setWho(null, parting);
    await this.#findGuest();
    this.#keepOwner(() => this.#remember(null));
    void this.check();
  }

  /** A hint: this device's present guest has made or saved something. */
  hasGuestWork(): boolean {
    return localStorage.getItem(guestWorkKey) === this.#guest;
  }

  noteGuestWork(): void {
    localStorage.setItem(guestWorkKey, this.#guest);
  }

  onOwnerChange(listener: () => void): () => void {
    this.#ownerListeners.add(listener);
    return () => this.#ownerListeners.delete(listener);
  }

  async #ask(): Promise<void> {
    await this.settled();
    const isToldOff = await this.settleSignOut().catch(() => true);
    if (!isToldOff) return;
    const changes = this.#changes;
    const answer = await fetch('/api/me', { cache: 'no-store' }).catch(() => null);
    if (answer) noteServerAnswer(answer);
    const person = answer?.status === 200 ? ((await answer.json()) as KnownPerson) : null;
    const { who } = (await this.record.read().catch(() => null)) ?? {};
    if (changes !== this.#changes || who?.owesSignOut) return;
    // A guest is answered with nothing, an ended session with a refusal; a browser may have dropped its cookie itself.
    if (answer?.status === 401 || answer?.status === 204) this.end();
    else if (person) {
      await this.begin(person);
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

  async #settle(): Promise<void> {
    const record = await this.record.read().catch((error: unknown) => void console.error(error));
    this.#keepOwner(() => {
      const remembered = readRemembered();
      if (record) this.#guest = presentGuest(record.guests);
      const { who } = record ?? {};
      if (record && !who && remembered) void this.record.setWho(remembered.person).catch(console.error);
      if (!who || who.person?.userId === remembered?.person.userId) return this.#take(remembered);
      this.#remember(who.person && { person: who.person, ended: true });
    });
  }

  async #isRecorded(userId: string): Promise<boolean> {
    const { who } = (await this.record.read().catch(() => null)) ?? {};
    return who?.person?.userId === userId;
  }

  async #findGuest(): Promise<void> {
    const record = await this.record.read().catch(() => null);
    if (record) this.#guest = presentGuest(record.guests);
  }

  #keepOwner(change: () => void): void {
    const before = this.ownerKey;
    change();
    if (this.ownerKey === before) return;
    dropGlance();
    for (const listener of this.#ownerListeners) listener();
  }

  #remember(remembered: Remembered | null): void {
    if (remembered) localStorage.setItem(rememberedKey, JSON.stringify(remembered));
    else localStorage.removeItem(rememberedKey);
    this.#take(remembered);
  }

  #take(remembered: Remembered | null): void {
    const same = JSON.stringify(remembered?.person ?? null) === JSON.stringify(this.person);
    if (!same) this.person = remembered?.person ?? null;
    this.kind = remembered ? (remembered.ended ? 'ended' : 'member') : 'guest';
  }
}

function readRemembered(): Remembered | null {
  const text = localStorage.getItem(rememberedKey);
  return text === null ? null : (JSON.parse(text) as Remembered);
}
