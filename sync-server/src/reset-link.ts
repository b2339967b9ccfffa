import { resolve } from 'node:path';
import { foldHandle } from '@komod/domain/handle';
import { defaultPolicy } from '@komod/domain/policy';
import { pino } from 'pino';
import { ConfigError, readConfig } from './config.ts';
import { OwnOrigins } from './http/own-origins.ts';
import { RateLimiter } from './http/rate-limiter.ts';
import { createAuth } from './modules/identity/auth.ts';
import { resetLinkOf } from './modules/identity/reset-mail.ts';
import { readOrCreateSecret } from './secret-file.ts';
import { openExistingIdentity } from './store/open-databases.ts';

/**
 * A link with which one person chooses a new password, once, within the hour. For the host to hand over; works beside
 * a running server and without one.
 * @throws {ConfigError} with one clear sentence.
 */
export async function makeResetLink(
  env: Record<string, string | undefined>,
  handleOrEmail: string,
): Promise<string> {
  const config = readConfig(env);
  const dataDir = resolve(config.dataDir);
  const { databaseUrl } = config;
  const database = await openExistingIdentity({ databaseUrl, dataDir, onError: () => {} });
  try {
    const wanted = handleOrEmail.trim();
    const email = await database.findEmail(foldHandle(wanted), wanted.toLowerCase());
    if (email === null) throw new ConfigError(`Nobody here has the handle or e-mail ${wanted}.`);
    let token = '';
    const auth = await createAuth({
      database,
      config,
      policy: defaultPolicy,
      secret: await readOrCreateSecret(dataDir),
      origins: new OwnOrigins(config),
      limiter: new RateLimiter(),
      logger: pino({ level: 'silent' }),
      onSessionEnded: () => {},
      sendResetToken: (made) => (token = made),
    });
    await auth.requestReset(email);
    if (token === '') throw new Error('no token was made');
    return resetLinkOf(config.publicOrigin, token);
  } finally {
    await database.close();
  }
}
