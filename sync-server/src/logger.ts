import { type Logger, pino } from 'pino';

/** Errors of the machine: their words are paths, tables and codes. */
const isMachineError = (error: Error & { code?: unknown }): boolean =>
  error.name === 'SQLiteError' || ('syscall' in error && typeof error.code === 'string');

/** Words of other errors may repeat what somebody sent: what stands in quotes, and whatever looks like an address. */
const withoutQuotes = (message: string): string =>
  message
    .split('\n', 1)[0]!
    .replaceAll(/"[^"]*"?|'[^']*'?|`[^`]*`?|“[^”]*”?/g, '…')
    .replaceAll(/\S+@\S+/g, '…')
    .slice(0, 200);

/** An error as it may stand in a log: what kind, where, and words that are nobody's. Nothing else of it. */
export function loggedError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    message: isMachineError(error) ? error.message : withoutQuotes(error.message),
    stack: (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)),
    ...(error.cause !== undefined && { cause: loggedError(error.cause) }),
  };
}

/**
 * The structured log on standard error. It may name user ids, documents, photos and codes; never e-mails, handles,
 * names, cookies, addresses people asked for, or anything somebody wrote.
 */
export const createLogger = (level: string): Logger =>
  pino({ level, serializers: { err: loggedError } }, pino.destination({ dest: 2, sync: true }));
