export interface Account {
  userId: string;
  handle: string;
  name: string;
  email: string;
  password: string;
  /** For a `cookie` header. */
  cookie: string;
}

let count = 0;

/**
 * Signs up over HTTP, as the app does.
 * @throws with the server's answer when it refuses.
 */
export async function signUp(origin: string, wanted: Partial<Account> = {}): Promise<Account> {
  count += 1;
  const handle = wanted.handle ?? `seller_${count}_${process.pid}`;
  const account = {
    handle,
    name: wanted.name ?? `Seller ${count}`,
    email: wanted.email ?? `${handle}@example.com`,
    password: wanted.password ?? 'a long enough password',
  };
  const response = await fetch(`${origin}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(account),
  });
  if (!response.ok) throw new Error(`sign-up answered ${response.status}: ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
  const { user } = (await response.json()) as { user: { id: string } };
  return { ...account, userId: user.id, cookie };
}
