import type { Store } from '../../store/store.ts';
import type { IdentityDatabase } from '../../store/identity-database.ts';
import type { Auth } from './auth.ts';

export interface Session {
  userId: string;
  sessionId: string;
  handle: string;
}

/** Who is asking. Every person it names has a row in the main file. */
export class IdentityService {
  readonly #auth: Auth;
  readonly #store: Store;
  readonly #database: IdentityDatabase;
  readonly #known = new Set<string>();

  constructor(auth: Auth, store: Store, database: IdentityDatabase) {
    this.#auth = auth;
    this.#store = store;
    this.#database = database;
  }

  /** At boot: an account whose owner never came back before a crash still needs its row. */
  async ensureAllPeople(): Promise<void> {
    const users = this.#database.listUsers();
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
    return { userId, sessionId: found.session.id, handle };
  }

  isHandleTaken(handle: string): boolean {
    return this.#database.isHandleTaken(handle);
  }
}
