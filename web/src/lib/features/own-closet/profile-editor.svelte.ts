import {
  contactLink,
  contactWords,
  guessContactKind,
  type ContactKind,
  type ContactRefusal,
} from '@komod/domain/contact';
import { cleanLine, cleanText, isBlank } from '@komod/domain/plain-text';
import type { AccountDesk } from '#lib/app/account-desk.svelte.ts';

export type ProfileField = 'name' | 'city' | 'bio' | 'contact';
export type ProfileError = 'name-missing' | ContactRefusal;

/**
 * What is typed goes into the account document when the hand rests, for the document is what everybody is shown: not
 * each letter of it.
 */
const restMs = 700;

/** The words of one's own profile while they are typed. What cannot be shown stays in its field and is not kept. */
export class ProfileEditor {
  readonly #account: Pick<AccountDesk, 'profile' | 'editProfile'>;
  /** The name typed at sign-up, until one is written here. */
  readonly #firstName: () => string;
  #typed = $state.raw<Readonly<Partial<Record<ProfileField, string>>>>({});
  /** Left with something wrong in them: nothing is said while it is still being typed. */
  #judged = $state.raw<ReadonlySet<ProfileField>>(new Set());
  #chosenKind = $state<ContactKind | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(account: Pick<AccountDesk, 'profile' | 'editProfile'>, firstName: () => string) {
    this.#account = account;
    this.#firstName = firstName;
  }

  readonly #contact = $derived.by(() => contactWords(this.#account.profile.contact ?? ''));

  /** Where the contact leads: chosen, else of the link that is kept. */
  get kind(): ContactKind {
    return this.#chosenKind ?? this.#contact?.kind ?? 'instagram';
  }

  text(field: ProfileField): string {
    return this.#typed[field] ?? this.#kept(field);
  }

  error(field: ProfileField): ProfileError | null {
    return this.#judged.has(field) ? this.#wrong(field) : null;
  }

  type(field: ProfileField, text: string): void {
    if (text === this.text(field)) return;
    if (field === 'contact') this.#chosenKind = guessContactKind(text) ?? this.kind;
    this.#typed = { ...this.#typed, [field]: text };
    if (this.#wrong(field) === null) this.#judge(field, false);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), restMs);
  }

  choose(kind: ContactKind): void {
    this.#typed = { ...this.#typed, contact: this.text('contact') };
    this.#chosenKind = kind;
    this.#judge('contact', true);
    this.save();
  }

  /** The hand went elsewhere: what is good is kept, what is not is said. */
  leave(field: ProfileField): void {
    this.save();
    const isWrong = this.#wrong(field) !== null;
    this.#judge(field, isWrong);
    if (isWrong) return;
    const { [field]: _kept, ...others } = this.#typed;
    this.#typed = others;
  }

  /** Writes everything that may stand in public. Writing what stands there already changes nothing. */
  save(): void {
    clearTimeout(this.#timer);
    const { name, city, bio, contact } = this.#typed;
    const line = (text: string) => (isBlank(text) ? undefined : cleanLine(text));
    if (name !== undefined && !isBlank(name)) this.#account.editProfile('name', cleanLine(name));
    if (city !== undefined) this.#account.editProfile('city', line(city));
    if (bio !== undefined) this.#account.editProfile('bio', isBlank(bio) ? undefined : cleanText(bio));
    if (contact === undefined) return;
    if (isBlank(contact)) return this.#account.editProfile('contact', undefined);
    const link = contactLink(this.kind, contact);
    if (link.ok) this.#account.editProfile('contact', link.value);
  }

  /** Ends with everything kept that can be. */
  close(): void {
    this.save();
  }

  #kept(field: ProfileField): string {
    const { profile } = this.#account;
    if (field === 'contact') return this.#contact?.text ?? '';
    return profile[field] ?? (field === 'name' ? this.#firstName() : '');
  }

  #wrong(field: ProfileField): ProfileError | null {
    const text = this.text(field);
    if (field === 'name') return isBlank(text) ? 'name-missing' : null;
    if (field !== 'contact' || isBlank(text)) return null;
    const link = contactLink(this.kind, text);
    return link.ok ? null : link.refusal;
  }

  #judge(field: ProfileField, isJudged: boolean): void {
    const judged = new Set(this.#judged);
    if (isJudged) judged.add(field);
    else judged.delete(field);
    this.#judged = judged;
  }
}
