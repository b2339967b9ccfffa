import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Client } from 'pg';
import { ConfigError } from '../../config.ts';

/** What an address may say of the connection, by the names under which PostgreSQL's own programs read it. */
const connectionVariables: Readonly<Record<string, string>> = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  options: 'PGOPTIONS',
};

/**
 * Writes what is committed now into a new file for `pg_restore`, while others go on writing the database.
 * Without its timeline: whoever starts from it chooses a new one, as it tells another history than the original.
 * @param env for `pg_dump`, its `PATH` among it; where the database is goes there too, never on the command line.
 * @returns the ids of all photos that a row in the file calls ready, each once.
 * @throws {ConfigError} with one clear sentence.
 */
export async function dumpDatabase(
  databaseUrl: string,
  file: string,
  env: Record<string, string | undefined>,
): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'komod-backup' });
  // The query under way fails by itself.
  client.on('error', () => {});
  try {
    await client.connect().catch((cause: Error) => {
      throw new ConfigError(`PostgreSQL at DATABASE_URL cannot be used: ${cause.message}.`, { cause });
    });
    // What pg_dump sees is what this transaction sees, so the photos are those of the file.
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local idle_in_transaction_session_timeout = 0');
    const found = await client.query<{ hasRun: boolean; snapshot: string }>(
      `select to_regclass('public.photo') is not null as "hasRun", pg_export_snapshot() as snapshot`,
    );
    const { hasRun, snapshot } = found.rows[0]!;
    if (!hasRun) throw new ConfigError('No Komod has run in the database at DATABASE_URL.');
    const photos = await client.query<{ id: string }>(
      `select distinct photo_id as id from public.photo where state = 'ready' order by 1`,
    );
    await runDump(snapshot, file, { ...env, ...placeOf(client, databaseUrl) });
    return photos.rows.map(({ id }) => id);
  } finally {
    await client.end();
  }
}

function placeOf(client: Client, databaseUrl: string): Record<string, string> {
  const place: Record<string, string> = { PGHOST: client.host, PGPORT: String(client.port) };
  if (client.user) place.PGUSER = client.user;
  if (client.database) place.PGDATABASE = client.database;
  if (typeof client.password === 'string') place.PGPASSWORD = client.password;
  for (const [name, value] of new URL(databaseUrl).searchParams) {
    const variable = connectionVariables[name];
    // What the driver calls so is what the programs do when they are told nothing of roots.
    if (variable !== undefined) place[variable] = value === 'no-verify' ? 'require' : value;
  }
  return place;
}

async function runDump(
  snapshot: string,
  file: string,
  env: Record<string, string | undefined>,
): Promise<void> {
  const told = ['--format=custom', '--no-password', `--snapshot=${snapshot}`, `--file=${file}`];
  const child = spawn('pg_dump', [...told, '--exclude-table-data=public.meta'], {
    // What it says is read below.
    env: { ...env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let heard = '';
  child.stderr.on('data', (chunk: Buffer) => (heard += chunk));
  const [code] = (await once(child, 'close').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new ConfigError(
      'pg_dump is missing: install the client programs of PostgreSQL (postgresql-client).',
    );
  })) as [number | null];
  if (code === 0) return;
  if (heard.includes('server version mismatch')) {
    const [, server, own] = /server version: (\S+)[^;]*; pg_dump version: (\S+)/.exec(heard) ?? [];
    throw new ConfigError(
      `pg_dump ${own} is too old for PostgreSQL ${server} at DATABASE_URL: install that version of it.`,
    );
  }
  throw new ConfigError(`pg_dump could not copy the database: ${heard.trim().split('\n')[0]}.`);
}
