import type { Store } from '../../store/store.ts';
import type { IdentityDatabase } from '../../store/identity-database.ts';
import type { Auth } from './auth.ts';

export interface Session {
  userId: string;
  sessionId: string;
  handle: string;
  /** ms UTC. */
  expiresAt: number;
}

/** A session as its owner may see it: never with its token. Times are ms UTC. */
export interface OpenSession {
  id: string;
  userAgent: string;
  createdAt: number;
  seenAt: number;
}

/** Who is asking. Every person it names has a row in the main file. */
export class IdentityService {
  readonly #auth: Auth;
  readonly #store: Store;
  readonly #database: IdentityDatabase;
  readonly #known = new Set<string>();
  /** When each session was used last, since the start; before that the file knows the day. */
  readonly #seenAt = new Map<string, number>();
  readonly #now: () => number;

  constructor(auth: Auth, store: Store, database: IdentityDatabase, now: () => number = Date.now) {
    this.#now = now;
    this.#auth = auth;
    this.#store = store;
    this.#database = database;
  }

  /** At boot: an account whose owner never came back before a crash still needs its row. */
  async ensureAllPeople(): Promise<void> {
    const users = await this.#database.listUsers();
    await this.#store.ensurePeople(users);
    for (const { userId } of users) this.#known.add(userId);
  }

  async sessionOf(request: { headers: Headers }): Promise<Session | null> {
    const found = await this.#auth.readSession(request.headers);
    if (!found) return null;
    const { id: userId, handle, name } = found.user;
    if (!this.#known.has(userId)) {
      await this.#store.ensurePeople([{ userId, handle, name }]);
      this.#known.add(userId);
    }
    const { id: sessionId, expiresAt } = found.session;
    this.#seenAt.set(sessionId, this.#now());
    return { userId, sessionId, handle, expiresAt: expiresAt.getTime() };
  }

  /** Where this person is signed in, the one used last first. */
  async listSessions(userId: string): Promise<OpenSession[]> {
    const sessions = (await this.#auth.listSessions(userId)).map(
      ({ id, userAgent, createdAt, updatedAt }) => ({
        id,
        userAgent: userAgent ?? '',
        createdAt: createdAt.getTime(),
        seenAt: Math.max(updatedAt.getTime(), this.#seenAt.get(id) ?? 0),
      }),
    );
    return sessions.toSorted((one, other) => other.seenAt - one.seenAt);
  }

  /** Ends one session of this person; `false` when they have no such session. */
  async endSession(userId: string, sessionId: string): Promise<boolean> {
    const session = (await this.#auth.listSessions(userId)).find(({ id }) => id === sessionId);
    if (!session) return false;
    await this.#auth.endSession(session.token);
    return true;
  }

  /** Ends every session of this person but one. @returns how many. */
  async endOtherSessions(userId: string, keptId: string): Promise<number> {
    const others = (await this.#auth.listSessions(userId)).filter(({ id }) => id !== keptId);
    for (const { token } of others) await this.#auth.endSession(token);
    return others.length;
  }

  /** The session is no more. */
  forgetSession(sessionId: string): void {
    this.#seenAt.delete(sessionId);
  }

  isHandleTaken(handle: string): Promise<boolean> {
    return this.#database.isHandleTaken(handle);
  }
}
