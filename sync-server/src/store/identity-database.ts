import type { Database } from 'bun:sqlite';
import type { Pool } from 'pg';

/** A session, and who has it. */
export interface FoundSession {
  sessionId: string;
  userId: string;
  handle: string;
  name: string;
  /** ms UTC. */
  expiresAt: number;
}

/**
 * Accounts and sessions, behind handles of their own: Better Auth holds transactions open across a password hash,
 * and nothing of ours may be rolled back with them.
 */
export interface IdentityDatabase {
  /** Better Auth's alone. */
  writer: Database | Pool;
  listUsers(): Promise<{ userId: string; handle: string; name: string }[]>;
  isHandleTaken(handle: string): Promise<boolean>;
  /** Also one that is over. */
  findSession(token: string): Promise<FoundSession | null>;
  /** ms UTC; `null` when there is no such session. */
  sessionExpiry(sessionId: string): Promise<number | null>;
  /** The e-mail of whoever has this handle or this e-mail. */
  findEmail(handle: string, email: string): Promise<string | null>;
  close(): Promise<void>;
}

/** Runs one of the questions below; `?` stands for a parameter. */
export type AskIdentity = <Row>(sql: string, ...parameters: string[]) => Promise<Row[]>;

const sessionByToken = `
  select session.id as "sessionId", session."expiresAt", owner.id as "userId", owner.handle, owner.name
  from session join "user" owner on owner.id = session."userId"
  where session.token = ?`;

/** The few questions we ask Better Auth's tables ourselves, without waiting for a sign-up that is under way. */
export const identityQuestions = (ask: AskIdentity): Omit<IdentityDatabase, 'writer' | 'close'> => ({
  listUsers: () => ask('select id as "userId", handle, name from "user"'),
  async isHandleTaken(handle) {
    return (await ask('select id from "user" where handle = ?', handle)).length > 0;
  },
  async findSession(token) {
    const [row] = await ask<Omit<FoundSession, 'expiresAt'> & { expiresAt: string | Date }>(
      sessionByToken,
      token,
    );
    return row ? { ...row, expiresAt: new Date(row.expiresAt).getTime() } : null;
  },
  async sessionExpiry(sessionId) {
    const find = 'select "expiresAt" from session where id = ?';
    const [row] = await ask<{ expiresAt: string | Date }>(find, sessionId);
    return row ? new Date(row.expiresAt).getTime() : null;
  },
  async findEmail(handle, email) {
    const find = 'select email from "user" where handle = ? or email = ?';
    const [row] = await ask<{ email: string }>(find, handle, email);
    return row?.email ?? null;
  },
});
