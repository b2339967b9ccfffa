import { Client } from 'pg';
import { ConfigError } from '../../config.ts';

/** Any number that nobody else's program is likely to lock: the letters of "komod". */
const lockKey = 0x6b6f6d6f64;
/** PostgreSQL may take a moment to see that a killed server is gone. */
const patienceMs = 3000;
const againMs = 250;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Holds the database for this process alone: two projectors would answer the same wish twice. PostgreSQL lets go of it
 * however the process ends; when the connection breaks it is taken again.
 * @throws {ConfigError} when another server has it.
 */
export async function holdDatabase(
  databaseUrl: string,
  onError: (error: Error) => void,
): Promise<{ release(): Promise<void> }> {
  let client: Client | null = null;
  let isReleased = false;

  async function take(): Promise<void> {
    const next = new Client({
      connectionString: databaseUrl,
      keepAlive: true,
      application_name: 'komod-lock',
    });
    next.on('error', () => {
      if (client === next) void takeAgain();
    });
    await next.connect();
    const { rows } = await next.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
      lockKey,
    ]);
    if (rows[0]?.held) client = next;
    else {
      await next.end();
      throw new ConfigError(
        'The database at DATABASE_URL is in use by another Komod: stop it, or name another.',
      );
    }
  }

  async function takeAgain(): Promise<void> {
    client = null;
    while (!isReleased && client === null) {
      await take().catch(({ message }: Error) => onError(new Error(message)));
      if (client === null) await pause(againMs);
    }
  }

  for (let waited = 0; client === null; waited += againMs) {
    try {
      await take();
    } catch (error) {
      if (!(error instanceof ConfigError))
        throw new ConfigError(`PostgreSQL at DATABASE_URL cannot be used: ${(error as Error).message}.`);
      if (waited >= patienceMs) throw error;
      await pause(againMs);
    }
  }
  return {
    async release() {
      isReleased = true;
      const held = client;
      client = null;
      await (held as Client | null)?.end();
    },
  };
}
