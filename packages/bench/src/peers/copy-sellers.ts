import { signUp } from '@komod/testkit/account';
import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KomodServer } from './komod-server.ts';

export interface Seller {
  userId: string;
  /** For a `cookie` header. */
  cookie: string;
}

const rowsAtOnce = 100;
const newId = (): string => randomBytes(16).toString('hex');

/**
 * Sellers who are signed in: one signs up, and the others are copies of its rows. To hash the passwords of ten
 * thousand takes longer than all that is measured. The server is started anew with them.
 */
export async function copySellers(server: KomodServer, count: number): Promise<Seller[]> {
  const first = await signUp(server.origin);
  await server.stop();
  const secret = (await readFile(join(server.dataDir, 'secret'), 'utf8')).trim();
  const [cookieName] = first.cookie.split('=');
  const sellers: Seller[] = [];
  const accounts = await server.openAccounts();
  const [user] = await accounts<Record<string, unknown>[]>`select * from "user"`;
  const [session] = await accounts<Record<string, unknown>[]>`select * from session`;
  await accounts.begin(async (sql) => {
    while (sellers.length < count) {
      const users = [];
      const sessions = [];
      while (sellers.length < count && users.length < rowsAtOnce) {
        const [userId, token] = [newId(), newId()];
        const handle = `copy_${sellers.length}`;
        users.push({ ...user, id: userId, handle, email: `${handle}@example.com` });
        sessions.push({ ...session, id: newId(), userId, token });
        const seal = createHmac('sha256', secret).update(token).digest('base64');
        sellers.push({ userId, cookie: `${cookieName}=${encodeURIComponent(`${token}.${seal}`)}` });
      }
      await sql`insert into ${sql('user')} ${sql(users)}`;
      await sql`insert into ${sql('session')} ${sql(sessions)}`;
    }
  });
  await accounts.close();
  await server.start();
  return sellers;
}
