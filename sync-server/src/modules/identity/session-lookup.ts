import type { DBAdapter, DBAdapterInstance, Where } from 'better-auth';
import type { IdentityDatabase } from '../../store/identity-database.ts';

/** Nothing else is asked, and nothing written: an expired session is deleted by whoever signs in or out. */
const refuse = (): never => {
  throw new Error('looking up a cookie reads one session, and does nothing else');
};

function tokenOf(model: string, where: readonly Where[]): string {
  const [condition] = where;
  if (model !== 'session' || where.length !== 1 || condition?.field !== 'token') return refuse();
  return String(condition.value);
}

/**
 * The accounts as Better Auth sees them when it looks up a cookie, which every request and every socket does. To build
 * that one question from its parts each time would be a quarter of what it takes to let somebody in.
 */
export const sessionLookup =
  (database: Pick<IdentityDatabase, 'findSession'>): DBAdapterInstance =>
  () => {
    const adapter: DBAdapter = {
      id: 'session-lookup',
      async findOne<T>({ model, where }: { model: string; where: Where[] }): Promise<T | null> {
        const token = tokenOf(model, where);
        const found = await database.findSession(token);
        if (!found) return null;
        const { sessionId, userId, handle, name, expiresAt } = found;
        const user = { id: userId, handle, name };
        return { id: sessionId, token, userId, expiresAt: new Date(expiresAt), user } as T;
      },
      transaction: (run) => run(adapter),
      create: refuse,
      findMany: refuse,
      count: refuse,
      update: refuse,
      updateMany: refuse,
      delete: refuse,
      deleteMany: refuse,
      consumeOne: refuse,
      incrementOne: refuse,
    };
    return adapter;
  };
