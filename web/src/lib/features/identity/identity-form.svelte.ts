import { foldHandle, isHandle } from '@komod/domain/handle';
import { defaultPolicy } from '@komod/domain/policy';
import { deviceWord } from '#lib/app/device.ts';
import {
  checkHandle,
  signIn,
  signUp,
  type HandleAnswer,
  type IdentityRefusal,
} from '#lib/app/identity-client.ts';
import type { Session } from '#lib/app/session.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { wholeNumber } from '#lib/words/time-words.ts';

const askAfterMs = 350;

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
  readonly #session: Session;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;

  constructor(session: Session, mode: 'sign-up' | 'sign-in') {
    this.#session = session;
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
    const answer =
      this.mode === 'sign-in'
        ? await signIn({ email, password })
        : await signUp({ name: this.name.trim(), handle: foldHandle(this.handle), email, password });
    this.isWorking = false;
    if (!answer.ok) {
      this.errors = this.#refused(answer.refusal);
      return false;
    }
    this.#session.begin(answer.person);
    return true;
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
    if (!/^[^\s@]+@[^\s@]+$/.test(this.email.trim())) wrong.email = m.auth_email_invalid();
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
        return { form: m.auth_wrong() };
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
