import type { DemoCloset } from '../stock/closets.ts';

/** The server that is filled, which may listen at an address its own pages do not come from. */
export interface DemoServer {
  /** Where it answers. */
  origin: string;
  /** By which its people know it. */
  publicOrigin: string;
}

export interface DemoAccount {
  userId: string;
  email: string;
  /** For a `cookie` header. */
  cookie: string;
}

export const emailOf = (handle: string): string => `${handle}@example.com`;

async function post(
  { origin, publicOrigin }: DemoServer,
  path: string,
  body: Record<string, string>,
): Promise<Response> {
  for (;;) {
    const response = await fetch(`${origin}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: publicOrigin },
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
  server: DemoServer,
  closet: DemoCloset,
  password: string,
): Promise<DemoAccount> {
  const { handle, name } = closet;
  const email = emailOf(handle);
  const signedUp = await post(server, 'sign-up/email', { handle, name, email, password });
  const response = signedUp.ok ? signedUp : await post(server, 'sign-in/email', { email, password });
  if (!response.ok) throw new Error(`the account ${handle} could not be opened (${response.status})`);
  const cookie = response.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
  const { user } = (await response.json()) as { user: { id: string } };
  return { userId: user.id, email, cookie };
}
