/**
 * The disk did not keep what it was given. Linux forgets pages that it could not write, and the next fsync succeeds
 * without them: whoever goes on after this error acknowledges what is not there. A full disk is none of these: it
 * says so before anything is lost. Nor is an error while reading.
 */
export function isDiskFailure(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return (
    typeof code === 'string' &&
    code.startsWith('SQLITE_IOERR') &&
    !['SQLITE_IOERR_READ', 'SQLITE_IOERR_SHORT_READ'].includes(code)
  );
}
