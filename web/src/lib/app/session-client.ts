// Sessions and passwords of who is signed in, by plain fetch: see `identity-client.ts`.

export interface SignedInDevice {
  id: string;
  userAgent: string;
  /** ms UTC of the server. */
  seenAt: number;
  /** This very session. */
  isThis: boolean;
  /** Komod is open there now. */
  isOpen: boolean;
}

export type DevicesAnswer = { ok: true; devices: SignedInDevice[] } | { ok: false; isEnded: boolean };

export async function listDevices(): Promise<DevicesAnswer> {
  const answer = await fetch('/api/sessions', { cache: 'no-store' }).catch(() => null);
  if (!answer?.ok) return { ok: false, isEnded: answer?.status === 401 };
  const { sessions } = (await answer.json()) as { sessions: SignedInDevice[] };
  return { ok: true, devices: sessions };
}

const end = async (path: string): Promise<Response | null> =>
  fetch(path, { method: 'DELETE' }).catch(() => null);

/** `true` when the server has it signed out, also when it was so already. */
export async function signOutDevice(id: string): Promise<boolean> {
  const answer = await end(`/api/sessions/${encodeURIComponent(id)}`);
  return answer !== null && (answer.ok || answer.status === 404);
}

export const signOutOthers = async (): Promise<boolean> => (await end('/api/sessions'))?.ok ?? false;

export type PasswordRefusal = 'unreachable' | 'wrong-password' | 'bad-link' | 'too-many' | { code: string };

const refusalOf: Record<string, PasswordRefusal> = {
  INVALID_PASSWORD: 'wrong-password',
  INVALID_TOKEN: 'bad-link',
};

async function post(path: string, body: object): Promise<PasswordRefusal | null> {
  const answer = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!answer) return 'unreachable';
  if (answer.ok) return null;
  if (answer.status === 429) return 'too-many';
  const { code } = (await answer.json().catch(() => ({}))) as { code?: string };
  return refusalOf[code ?? ''] ?? { code: code ?? String(answer.status) };
}

/** `null`: it is changed. */
export const changePassword = (
  currentPassword: string,
  newPassword: string,
): Promise<PasswordRefusal | null> => post('change-password', { currentPassword, newPassword });

/** By the link a host gave; signs out everywhere. `null`: it is changed. */
export const resetPassword = (token: string, newPassword: string): Promise<PasswordRefusal | null> =>
  post('reset-password', { token, newPassword });
