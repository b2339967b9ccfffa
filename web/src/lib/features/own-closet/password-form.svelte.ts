import { defaultPolicy } from '@komod/domain/policy';
import {
  changePassword,
  resetPassword,
  signOutOthers,
  type PasswordRefusal,
} from '#lib/app/session-client.ts';
import { m } from '#lib/paraglide/messages.js';
import { wholeNumber } from '#lib/words/time-words.ts';

type Errors = Partial<Record<'present' | 'next' | 'form', string>>;

/** Choosing a password: with the present one, or with the link a host gave. */
export class PasswordForm {
  present = $state('');
  next = $state('');
  /** The other devices go too. */
  endsOthers = $state(true);
  isWorking = $state(false);
  errors = $state.raw<Readonly<Errors>>({});

  /** `null` while it is not changed; else what to say of it. */
  async change(): Promise<string | null> {
    if (this.isWorking) return null;
    this.errors = {
      ...(this.present === '' && { present: m.mine_password_missing() }),
      ...this.#tooShort(),
      ...(this.next !== '' && this.next === this.present && { next: m.mine_password_same() }),
    };
    if (Object.keys(this.errors).length > 0) return null;
    return this.#work(async () => {
      const refusal = await changePassword(this.present, this.next);
      if (refusal) return this.#refuse(refusal, m.mine_password_offline());
      const areOut = !this.endsOthers || (await signOutOthers());
      return areOut ? m.mine_password_done() : m.mine_password_done_others_failed();
    });
  }

  /** `bad-link` when the link is of no use any more. */
  async reset(token: string): Promise<'done' | 'bad-link' | null> {
    if (this.isWorking) return null;
    this.errors = this.#tooShort();
    if (this.errors.next) return null;
    return this.#work(async () => {
      const refusal = await resetPassword(token, this.next);
      if (refusal === null) return 'done';
      return refusal === 'bad-link' ? refusal : this.#refuse(refusal, m.mine_reset_offline());
    });
  }

  #tooShort(): Errors {
    const min = defaultPolicy.passwordMinLength;
    return this.next.length < min ? { next: m.auth_password_short({ min: wholeNumber(min) }) } : {};
  }

  async #work<T>(work: () => Promise<T>): Promise<T> {
    this.isWorking = true;
    return work().finally(() => (this.isWorking = false));
  }

  #refuse(refusal: PasswordRefusal, offline: string): null {
    if (refusal === 'wrong-password') this.errors = { present: m.mine_password_wrong() };
    else if (refusal === 'unreachable')
      this.errors = { form: navigator.onLine ? m.auth_unreachable() : offline };
    else if (refusal === 'too-many') this.errors = { form: m.auth_too_many() };
    else this.errors = { form: m.auth_failed({ code: refusal === 'bad-link' ? refusal : refusal.code }) };
    return null;
  }
}
