import { foldHandle } from '@komod/domain/handle';
import { handleSchema } from '@komod/domain/handle-schema';
import { cleanLine } from '@komod/domain/plain-text';
import type { Policy } from '@komod/domain/policy';
import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { APIError } from 'better-auth/api';
import { getMigrations } from 'better-auth/db/migration';
import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import { addressHeader } from '../../http/client-address.ts';
import type { OwnOrigins } from '../../http/own-origins.ts';
import type { RateLimiter } from '../../http/rate-limiter.ts';
import type { IdentityDatabase } from '../../store/identity-database.ts';
import { sessionLookup } from './session-lookup.ts';

export interface AuthParts {
  database: IdentityDatabase;
  config: Config;
  policy: Policy;
  secret: string;
  origins: OwnOrigins;
  limiter: RateLimiter;
  logger: Logger;
  /** After a sign-out or any other end of a session. */
  onSessionEnded(sessionId: string): void;
  /**
   * Hands over the token that lets a person choose a new password; absent where nobody does. Returns at once: how long
   * an answer takes must not tell whose e-mail is known.
   */
  sendResetToken?(token: string, email: string): void;
}

const handleField = {
  type: 'string',
  required: true,
  unique: true,
  input: true,
  validator: { input: handleSchema },
} as const;

const handleTaken = { code: 'HANDLE_TAKEN', message: 'This handle is taken.' };

function optionsOf(parts: AuthParts) {
  const { config, database, policy, secret, origins, limiter, logger } = parts;
  const {
    windowSeconds: window,
    max,
    signInMax,
    signUpMax,
    resetMax,
    sessionSeconds,
    resetLinkSeconds,
  } = config.limits.auth;
  return {
    baseURL: config.publicOrigin,
    basePath: '/api/auth',
    secret,
    database: database.writer,
    trustedOrigins: async () => origins.list(),
    telemetry: { enabled: false },
    // A handle stands in addresses people share, and the public name is the account document's.
    // The list of sessions would hand out their tokens: ours does not.
    disabledPaths: ['/update-user', '/change-email', '/list-sessions'],
    logger: {
      level: 'warn',
      // Messages of Better Auth may hold an e-mail address: only their level is kept.
      log: (level) => void logger[level === 'error' ? 'error' : 'warn']('identity reported a problem'),
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: policy.passwordMinLength,
      maxPasswordLength: 128,
      resetPasswordTokenExpiresIn: resetLinkSeconds,
      // Whoever had got in with the old one is out.
      revokeSessionsOnPasswordReset: true,
      ...(parts.sendResetToken && {
        sendResetPassword: async ({ token, user }: { token: string; user: { email: string } }) =>
          parts.sendResetToken?.(token, user.email),
      }),
      password: {
        hash: (password) => Bun.password.hash(password, 'argon2id'),
        verify: ({ hash, password }) => Bun.password.verify(password, hash),
      },
    },
    user: { additionalFields: { handle: handleField } },
    session: { expiresIn: sessionSeconds, updateAge: 60 * 60 * 24 },
    // A copy of the file must not hold links that open accounts.
    verification: { storeIdentifier: 'hashed' },
    rateLimit: {
      enabled: true,
      window,
      max,
      customRules: {
        '/sign-in/email': { window, max: signInMax },
        '/sign-up/email': { window, max: signUpMax },
        // Each of them asks for something that could be guessed.
        '/change-password': { window, max: signInMax },
        '/reset-password': { window, max: signInMax },
        '/request-password-reset': { window, max: resetMax },
      },
      customStorage: {
        consume: async (key: string, rule: { window: number; max: number }) => {
          const retryAfter = limiter.take(`auth:${key}`, rule);
          return { allowed: retryAfter === null, retryAfter };
        },
      },
    },
    advanced: {
      ipAddress: { ipAddressHeaders: [addressHeader] },
      useSecureCookies: config.publicOrigin.startsWith('https:'),
      // Said outright, because Better Auth leaves both checks out where it takes itself to be under test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      cookiePrefix: 'komod',
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => {
            const handle = foldHandle(String(user.handle));
            if (await database.isHandleTaken(handle)) throw new APIError('UNPROCESSABLE_ENTITY', handleTaken);
            const name = [...cleanLine(user.name)].slice(0, policy.nameMaxLength).join('') || handle;
            return { data: { ...user, handle, name } };
          },
        },
      },
      session: { delete: { after: async ({ id }) => parts.onSessionEnded(id) } },
    },
  } satisfies BetterAuthOptions;
}

async function hasLostHandle(
  asked: Request,
  response: Response,
  database: IdentityDatabase,
): Promise<boolean> {
  if (response.status !== 422) return false;
  const { code } = (await response.clone().json()) as { code?: string };
  if (code !== 'FAILED_TO_CREATE_USER') return false;
  const { handle } = (await asked.json()) as { handle?: unknown };
  return database.isHandleTaken(foldHandle(String(handle)));
}

/** `handle` serves `/api/auth/*`; `readSession` looks a cookie up without writing or waiting, and throws when it cannot. */
export async function createAuth(parts: AuthParts) {
  const { database } = parts;
  const options = optionsOf(parts);
  const { runMigrations } = await getMigrations(options);
  await runMigrations();
  const auth = betterAuth(options);
  const lookup = betterAuth({ ...options, database: sessionLookup(database) });
  const { internalAdapter } = await auth.$context;
  return {
    listSessions: (userId: string) => internalAdapter.listSessions(userId, { onlyActiveSessions: true }),
    /** With its hooks, so that its sockets close. */
    endSession: (token: string): Promise<void> => internalAdapter.deleteSession(token),
    /** Makes a token for `sendResetToken`; says nothing about an e-mail nobody has. */
    requestReset: async (email: string): Promise<void> =>
      void (await auth.api.requestPasswordReset({ body: { email } })),
    async handle(request: Request): Promise<Response> {
      const asked = request.clone();
      const response = await auth.handler(request);
      // Somebody else took it between the look and the insert, which no engine lets two do.
      return (await hasLostHandle(asked, response, database))
        ? Response.json(handleTaken, response)
        : response;
    },
    async readSession(headers: Headers) {
      if (!headers.has('cookie')) return null;
      // Extending a session is a write, and left to `/api/auth/get-session`.
      const look = () => lookup.api.getSession({ headers, query: { disableRefresh: true } });
      return look().catch(async () => {
        // Nobody is signed out because the accounts cannot be read: this throws then.
        await database.sessionExpiry('');
        // An expired one cannot be deleted here, which is an error too.
        return look().catch(() => null);
      });
    },
  };
}
export type Auth = Awaited<ReturnType<typeof createAuth>>;
