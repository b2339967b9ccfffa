import { signUp, type Account } from '@komod/testkit/account';

/** Accounts over HTTP, some at once: most of it is the server hashing passwords. */
export async function signUpSellers(origin: string, count: number): Promise<Account[]> {
  const accounts: Account[] = [];
  let started = 0;
  const worker = async (): Promise<void> => {
    while (started < count) {
      started += 1;
      accounts.push(await signUp(origin));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return accounts;
}
