/** What the tests need from the machine, one sentence for each thing that is missing. */
export async function missingForTests(): Promise<string[]> {
  const missing = await missingForBench();
  if (process.platform === 'linux' && !Bun.which('strace')) {
    missing.push('strace is missing: install the Debian package "strace" (a test watches fsync with it).');
  }
  const { missingPostgres } = await import('@komod/testkit/postgres-cluster');
  const sentence = missingPostgres();
  if (sentence !== null) missing.push(sentence);
  return missing;
}

/** The same of the benches. */
export async function missingForBench(): Promise<string[]> {
  // Imported only now: before the dependencies are installed there is nothing to import.
  const { missingChromium } = await import('@komod/testkit/chromium');
  const sentence = missingChromium();
  return sentence === null ? [] : [sentence];
}

/** Ends the command when something is missing. */
export function stopIfMissing(missing: readonly string[]): void {
  if (missing.length === 0) return;
  for (const sentence of missing) console.error(sentence);
  process.exit(1);
}
