import { isIP } from 'node:net';
import { wireLimits, type WireLimits } from '@komod/sync/wire/limits';
import { z } from 'zod';

/** Every limit of the server in one table. `KOMOD_LIMITS` overrides single entries: `{"auth":{"signUpMax":1000}}`. */
export const defaultLimits = {
  auth: {
    windowSeconds: 60,
    max: 120,
    signInMax: 20,
    signUpMax: 10,
    sessionSeconds: 90 * 24 * 3600,
    resetLinkSeconds: 3600,
    /** Questions for a link by mail; from one visitor in the window, and mails to one address in an hour. */
    resetMax: 5,
    resetMailsPerHour: 3,
    /** How long a socket may outlive the age of its session. */
    sessionCheckMs: 4000,
  },
  handles: { windowSeconds: 60, max: 60 },
  uploads: {
    windowSeconds: 60,
    max: 300,
    bytesPerHour: 2 * 1024 * 1024 * 1024,
    unfinishedMax: 64,
    unfinishedDays: 7,
  },
  catalog: {
    pageMax: 48,
    changesMax: 200,
    /** A reader that comes back later begins anew. */
    changesKeptMs: 30 * 86_400_000,
    forgetEveryMs: 86_400_000,
    liveIntervalMs: 250,
    liveCommentMs: 15_000,
    liveClients: 10_000,
    /** Many phones may stand behind one address of their network. */
    liveClientsPerAddress: 500,
  },
  /** What sellers wrote before: how often it is looked at, what time counts as one change, how long it is kept. */
  history: {
    lookEveryMs: 20_000,
    spanMs: 10 * 60_000,
    keptMs: 30 * 86_400_000,
    forgetEveryMs: 86_400_000,
  },
  projector: { minDelayMs: 10, maxDelayMs: 1000, batch: 64, attempts: 8, backoffMs: 500 },
  /** How long a server that says nothing keeps others from projecting; one that starts alone does not wait. */
  lease: { ttlMs: 30_000 },
  http: { bodyMaxBytes: 64 * 1024 * 1024, idleTimeoutSeconds: 60, drainMs: 10_000 },
  wire: wireLimits as WireLimits,
};
export type Limits = typeof defaultLimits;

export interface Config {
  port: number;
  /** Address to listen on; every interface unless told otherwise, so that a phone on the same network gets in. */
  host: string;
  dataDir: string;
  /** PostgreSQL that keeps the data instead of files in `dataDir`, or `null`. */
  databaseUrl: string | null;
  /** The address people type: cookies, trusted origins and absolute links follow from it. */
  publicOrigin: string;
  /** Further origins whose pages may write (the Vite server in development). */
  trustedOrigins: readonly string[];
  /** The one header that the proxy in front sets to the visitor's address, or `null` when there is none. */
  proxyHeader: string | null;
  /** Address of that proxy: the header of anybody else is ignored. */
  proxyAddress: string | null;
  limits: Limits;
  logLevel: string;
  /** Who sends mail for this host; `null`: nobody, and whoever forgot a password asks the host. */
  mail: { smtpUrl: string; from: string } | null;
  /** Who sends it may read `/metrics`; `null` leaves that to programs on this machine. */
  metricsToken: string | null;
  /** Folder of the built web app, or `null` to serve the API alone. */
  webBuild: string | null;
}

/** A setting the operator can mend: `message` is one sentence for the terminal. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const overrides = z.record(z.string(), z.record(z.string(), z.number().nonnegative()));

function readLimits(json: string | undefined): Limits {
  if (!json) return defaultLimits;
  let given: z.infer<typeof overrides>;
  try {
    given = overrides.parse(JSON.parse(json));
  } catch {
    throw new ConfigError('KOMOD_LIMITS must be JSON of the form {"group":{"entry":number}}.');
  }
  const limits: Record<string, Record<string, number>> = structuredClone(defaultLimits);
  for (const [group, entries] of Object.entries(given))
    for (const [entry, value] of Object.entries(entries)) {
      const row = limits[group];
      if (!row || !(entry in row))
        throw new ConfigError(`KOMOD_LIMITS names ${group}.${entry}, which does not exist.`);
      row[entry] = value;
    }
  return limits as unknown as Limits;
}

function readPort(text: string | undefined): number {
  const port = Number(text ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigError('PORT must be a whole number from 0 to 65535.');
  return port;
}

function readOrigin(text: string, name: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== text.replace(/\/$/, ''))
    throw new ConfigError(`${name} must be an origin such as https://komod.example.`);
  return url.origin;
}

function readMail(env: Record<string, string | undefined>, publicOrigin: string): Config['mail'] {
  if (!env.SMTP_URL) return null;
  const url = URL.parse(env.SMTP_URL);
  // What stands in it may be a password: it is not repeated.
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    throw new ConfigError('SMTP_URL must be an address such as smtps://user:password@mail.example:465.');
  return { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM ?? `Komod <komod@${new URL(publicOrigin).hostname}>` };
}

function readDatabaseUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (!/^postgres(?:ql)?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw new ConfigError(
      'DATABASE_URL must be an address such as postgresql://user:password@host/database.',
    );
  return text;
}

/** @throws {ConfigError} with one clear sentence. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const port = readPort(env.PORT);
  const proxy = env.KOMOD_PROXY?.split('=') ?? [];
  if (
    env.KOMOD_PROXY &&
    (proxy.length !== 2 || !isIP(proxy[0] ?? '') || !/^[a-z0-9-]+$/i.test(proxy[1] ?? ''))
  )
    throw new ConfigError('KOMOD_PROXY must be <address>=<header>, such as 127.0.0.1=x-real-ip.');
  const publicOrigin = readOrigin(env.PUBLIC_ORIGIN ?? `http://localhost:${port}`, 'PUBLIC_ORIGIN');
  return {
    port,
    host: env.HOST ?? '0.0.0.0',
    dataDir: env.DATA_DIR ?? './data',
    databaseUrl: readDatabaseUrl(env.DATABASE_URL),
    publicOrigin,
    trustedOrigins: (env.TRUSTED_ORIGINS ?? '')
      .split(',')
      .filter(Boolean)
      .map((origin) => readOrigin(origin.trim(), 'TRUSTED_ORIGINS')),
    proxyAddress: proxy[0] ?? null,
    proxyHeader: proxy[1]?.toLowerCase() ?? null,
    limits: readLimits(env.KOMOD_LIMITS),
    logLevel: env.LOG_LEVEL ?? 'info',
    mail: readMail(env, publicOrigin),
    metricsToken: env.METRICS_TOKEN || null,
    webBuild: env.WEB_BUILD ?? null,
  };
}
