import { Database } from 'bun:sqlite';
import { join } from 'node:path';

/**
 * Accounts and sessions live in a file of their own: Better Auth holds transactions open across a password hash,
 * and nothing of ours may be rolled back with them.
 */
export interface IdentityDatabase {
  /** Better Auth's alone. */
  writer: Database;
  /** Looks sessions up without waiting for a sign-up that is under way. */
  reader: Database;
  listUsers(): { userId: string; handle: string; name: string }[];
  isHandleTaken(handle: string): boolean;
  /** ms UTC; `null` when there is no such session. */
  sessionExpiry(sessionId: string): number | null;
  /** The e-mail of whoever has this handle or this e-mail. */
  findEmail(handle: string, email: string): string | null;
  close(): void;
}

export function openIdentityDatabase(dataDir: string): IdentityDatabase {
  const path = join(dataDir, 'identity.sqlite');
  const writer = new Database(path, { create: true });
  writer.run('pragma busy_timeout = 5000');
  writer.run('pragma journal_mode = wal');
  writer.run('pragma synchronous = full');
  const reader = new Database(path, { readonly: true });
  reader.run('pragma busy_timeout = 5000');
  return {
    writer,
    reader,
    listUsers: () =>
      reader
        .query<{ userId: string; handle: string; name: string }, []>(
          'select id as "userId", handle, name from "user"',
        )
        .all(),
    isHandleTaken: (handle) =>
      reader.query<unknown, [string]>('select 1 from "user" where handle = ?').get(handle) !== null,
    sessionExpiry(sessionId) {
      const row = reader
        .query<{ expiresAt: string }, [string]>('select "expiresAt" from session where id = ?')
        .get(sessionId);
      return row && new Date(row.expiresAt).getTime();
    },
    findEmail: (handle, email) =>
      reader
        .query<{ email: string }, [string, string]>('select email from "user" where handle = ? or email = ?')
        .get(handle, email)?.email ?? null,
    close() {
      reader.close();
      writer.close();
    },
  };
}
