import type { DemoCloset } from '../stock/closets.ts';

export interface DemoAccount {
  userId: string;
  email: string;
  /** For a `cookie` header. */
  cookie: string;
}

export const emailOf = (handle: string): string => `${handle}@example.com`;

async function post(origin: string, path: string, body: Record<string, string>): Promise<Response> {
  for (;;) {
    const response = await fetch(`${origin}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(body),
    });
    if (response.status !== 429) return response;
    // Others may sign up from this address too: the limit is theirs as much.
    const seconds = Number(response.headers.get('x-retry-after') ?? response.headers.get('retry-after') ?? 5);
    await new Promise((resolve) => setTimeout(resolve, Math.min(60, Math.max(1, seconds)) * 1000));
  }
}

/**
 * Signs the closet up, or in when an earlier run did that already.
 * @throws when the server takes neither: somebody else has the handle.
 */
export async function openAccount(
  origin: string,
  closet: DemoCloset,
  password: string,
): Promise<DemoAccount> {
  const { handle, name } = closet;
  const email = emailOf(handle);
  const signedUp = await post(origin, 'sign-up/email', { handle, name, email, password });
  const response = signedUp.ok ? signedUp : await post(origin, 'sign-in/email', { email, password });
  if (!response.ok) throw new Error(`the account ${handle} could not be opened (${response.status})`);
  const cookie = response.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
  const { user } = (await response.json()) as { user: { id: string } };
  return { userId: user.id, email, cookie };
}
