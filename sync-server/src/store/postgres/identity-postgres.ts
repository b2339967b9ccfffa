import { type IdentityDatabase, identityQuestions } from '../identity-database.ts';
import { checkDurability, openPool } from './postgres-pool.ts';

/** Better Auth finds and makes its tables where the search path begins. */
const schema = 'identity';

/** A schema of its own beside our tables, behind connections of its own. */
export async function openPostgresIdentity(
  databaseUrl: string,
  onError: (error: Error) => void,
): Promise<IdentityDatabase> {
  const settings = { application_name: 'komod-identity', options: `-c search_path=${schema}`, max: 10 };
  const writer = openPool(databaseUrl, onError, settings);
  // A sign-up asks this one while it holds a connection of the other: of one pool, as many as it has would wait for ever.
  const reader = openPool(databaseUrl, onError, settings);
  const close = async (): Promise<void> => {
    await Promise.all([writer.end(), reader.end()]);
  };
  try {
    await checkDurability(writer);
    await writer.query(`create schema if not exists ${schema}`);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    writer,
    ...identityQuestions(async <Row>(sql: string, ...values: string[]) => {
      let count = 0;
      return (await reader.query({ text: sql.replaceAll('?', () => `$${++count}`), values })).rows as Row[];
    }),
    close,
  };
}
