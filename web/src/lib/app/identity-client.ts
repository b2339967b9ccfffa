import type { KnownPerson } from '#lib/platform/device-record.ts';

// Better Auth's own routes by plain fetch: its client would cost 12 KB for these three calls.

export interface SignUpForm {
  name: string;
  handle: string;
  email: string;
  password: string;
}

export type IdentityRefusal =
  | 'unreachable'
  | 'handle-taken'
  | 'email-known'
  | 'wrong-credentials'
  | 'email-invalid'
  | 'handle-invalid'
  | 'password-short'
  | 'password-long'
  | 'too-many'
  | { code: string };

export type IdentityAnswer = { ok: true; person: KnownPerson } | { ok: false; refusal: IdentityRefusal };

const refusalOf: Record<string, IdentityRefusal> = {
  HANDLE_TAKEN: 'handle-taken',
  USER_ALREADY_EXISTS: 'email-known',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'email-known',
  INVALID_EMAIL_OR_PASSWORD: 'wrong-credentials',
  INVALID_EMAIL: 'email-invalid',
  PASSWORD_TOO_SHORT: 'password-short',
  PASSWORD_TOO_LONG: 'password-long',
};

async function post(path: string, body: object): Promise<IdentityRefusal | null> {
  const answer = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!answer) return 'unreachable';
  if (answer.ok) return null;
  if (answer.status === 429) return 'too-many';
  const { code, message } = (await answer.json().catch(() => ({}))) as { code?: string; message?: string };
  // One code for every field; only the handle's message names no field.
  if (code === 'VALIDATION_ERROR')
    return message?.includes('[body.email]') ? 'email-invalid' : 'handle-invalid';
  return refusalOf[code ?? ''] ?? { code: code ?? String(answer.status) };
}

async function me(): Promise<IdentityAnswer> {
  const answer = await fetch('/api/me', { cache: 'no-store' }).catch(() => null);
  if (answer?.status !== 200) return { ok: false, refusal: 'unreachable' };
  return { ok: true, person: (await answer.json()) as KnownPerson };
}

async function enter(path: string, body: object): Promise<IdentityAnswer> {
  const refusal = await post(path, body);
  return refusal ? { ok: false, refusal } : me();
}

/** Whether this host mails a link to whoever forgot the password. `null`: the server was not reached. */
export async function mailsResetLinks(): Promise<boolean | null> {
  const answer = await fetch('/api/password-help', { cache: 'no-store' }).catch(() => null);
  return answer?.ok ? ((await answer.json()) as { mail: boolean }).mail : null;
}

/** `null`: if that e-mail has a closet, a link is on its way. */
export const requestResetLink = (email: string): Promise<IdentityRefusal | null> =>
  post('request-password-reset', { email });

export const signUp = (form: SignUpForm): Promise<IdentityAnswer> => enter('sign-up/email', form);

export const signIn = (form: { email: string; password: string }): Promise<IdentityAnswer> =>
  enter('sign-in/email', { ...form, rememberMe: true });

/** `false` when the server was not reached: the session still stands there. */
export const signOut = async (): Promise<boolean> => (await post('sign-out', {})) === null;

export interface HandleAnswer {
  free: boolean;
  suggestions: string[];
}

/** `null` when nobody answered. */
export async function checkHandle(handle: string, signal: AbortSignal): Promise<HandleAnswer | null> {
  const answer = await fetch(`/api/handles/${encodeURIComponent(handle)}`, { signal }).catch(() => null);
  return answer?.ok ? ((await answer.json()) as HandleAnswer) : null;
}
