import { foldHandle, isHandle } from '@komod/domain/handle';
import { defaultPolicy } from '@komod/domain/policy';
import { deviceWord } from '#lib/app/device.ts';
import {
  checkHandle,
  mailsResetLinks,
  requestResetLink,
  signIn,
  signUp,
  type HandleAnswer,
  type IdentityAnswer,
  type IdentityRefusal,
} from '#lib/app/identity-client.ts';
import type { KomodApp } from '#lib/app/komod-app.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { wholeNumber } from '#lib/words/time-words.ts';

const askAfterMs = 350;
/** The server's own. */
const passwordMaxLength = 128;
const unreachable: IdentityAnswer = { ok: false, refusal: 'unreachable' };

/** Signing up and signing in: one form, two lengths. */
export class IdentityForm {
  mode = $state<'sign-up' | 'sign-in'>('sign-up');
  name = $state('');
  handle = $state('');
  email = $state('');
  password = $state('');
  isWorking = $state(false);
  errors = $state.raw<Readonly<Partial<Record<'name' | 'handle' | 'email' | 'password' | 'form', string>>>>(
    {},
  );
  handleAnswer = $state.raw<(HandleAnswer & { handle: string }) | 'checking' | null>(null);
  /** The e-mail stands for a closet: signing in is one tap away. */
  isEmailKnown = $state(false);
  /** What is said to whoever forgot the password; `null` until it is asked for. */
  help = $state<'asking' | 'host' | 'mail' | 'mailed' | 'unreachable' | null>(null);
  readonly #app: KomodApp;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;

  constructor(app: KomodApp, mode: 'sign-up' | 'sign-in') {
    this.#app = app;
    this.mode = mode;
  }

  typeHandle(text: string): void {
    this.handle = text;
    this.#clear('handle');
    this.close();
    const handle = foldHandle(text);
    this.handleAnswer = null;
    if (!isHandle(handle)) return;
    this.handleAnswer = 'checking';
    this.#timer = setTimeout(() => void this.#ask(handle), askAfterMs);
  }

  /** What was wrong with the other form says nothing about this one. */
  switchTo(mode: 'sign-up' | 'sign-in'): void {
    this.mode = mode;
    this.errors = {};
    this.isEmailKnown = false;
    this.help = null;
  }

  get #isEmail(): boolean {
    return /^[^\s@]+@[^\s@]+$/.test(this.email.trim());
  }

  /** *Forgot your password?* opens and closes. */
  async toggleHelp(): Promise<void> {
    this.help = this.help === null ? 'asking' : null;
    if (this.help === null) return;
    const isMailed = await mailsResetLinks();
    // Closed meanwhile.
    if (this.help !== 'asking') return;
    this.help = isMailed === null ? 'unreachable' : isMailed ? 'mail' : 'host';
  }

  /** Asks for a link to the e-mail in the form. Who has a closet here is not told. */
  async mailLink(): Promise<void> {
    if (this.isWorking) return;
    this.errors = this.#isEmail ? {} : { email: m.auth_email_invalid() };
    if (!this.#isEmail) return;
    this.isWorking = true;
    const refusal = await requestResetLink(this.email.trim());
    this.isWorking = false;
    if (refusal) this.errors = this.#refused(refusal);
    else this.help = 'mailed';
  }

  /** `true` when somebody is signed in now. */
  async submit(): Promise<boolean> {
    // The button stays pressable, or the focus on it would be lost; the second press is nothing.
    if (this.isWorking) return false;
    this.errors = this.#wrong();
    if (Object.keys(this.errors).length > 0) return false;
    this.isWorking = true;
    const email = this.email.trim();
    const { password } = this;
    const isNew = this.mode === 'sign-up';
    const answer = !(await this.#app.session.settleSignOut().catch(() => true))
      ? unreachable
      : isNew
        ? await signUp({ name: this.name.trim(), handle: foldHandle(this.handle), email, password })
        : await signIn({ email, password });
    if (answer.ok) await this.#app.enter(answer.person, isNew);
    else this.errors = this.#refused(answer.refusal);
    this.isEmailKnown = !answer.ok && answer.refusal === 'email-known';
    this.isWorking = false;
    return answer.ok;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  async #ask(handle: string): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const answer = await checkHandle(handle, signal);
    if (!signal.aborted) this.handleAnswer = answer && { ...answer, handle };
  }

  #clear(field: keyof IdentityForm['errors']): void {
    this.errors = { ...this.errors, [field]: undefined };
  }

  #wrong(): IdentityForm['errors'] {
    const wrong: Partial<Record<'name' | 'handle' | 'email' | 'password', string>> = {};
    const min = defaultPolicy.passwordMinLength;
    if (!this.#isEmail) wrong.email = m.auth_email_invalid();
    if (this.password.length < min) wrong.password = m.auth_password_short({ min: wholeNumber(min) });
    if (this.mode === 'sign-in') return wrong;
    if (this.name.trim() === '') wrong.name = m.auth_name_missing();
    if (!isHandle(foldHandle(this.handle))) wrong.handle = m.auth_handle_invalid();
    return wrong;
  }

  #refused(refusal: IdentityRefusal): IdentityForm['errors'] {
    if (typeof refusal === 'object') return { form: m.auth_failed(refusal) };
    const device = deviceWord();
    switch (refusal) {
      case 'handle-taken':
        return { handle: m.auth_handle_taken({ handle: foldHandle(this.handle) }) };
      case 'email-known':
        return { email: m.auth_email_known() };
      case 'wrong-credentials':
        return { password: m.auth_wrong() };
      case 'email-invalid':
        return { email: m.auth_email_invalid() };
      case 'handle-invalid':
        return { handle: m.auth_handle_invalid() };
      case 'password-short':
        return { password: m.auth_password_short({ min: wholeNumber(defaultPolicy.passwordMinLength) }) };
      case 'password-long':
        return { password: m.auth_password_long({ max: wholeNumber(passwordMaxLength) }) };
      case 'too-many':
        return { form: m.auth_too_many() };
      case 'unreachable': {
        if (navigator.onLine) return { form: m.auth_unreachable() };
        return {
          form: this.mode === 'sign-up' ? m.auth_offline({ device }) : m.auth_offline_sign_in({ device }),
        };
      }
    }
  }
}
