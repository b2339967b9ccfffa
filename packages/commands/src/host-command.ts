import { ensureInstalled } from './install.ts';
import { inRoot } from './repository.ts';

/** Ends a command with one sentence. */
export function stopWith(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

/**
 * Runs what a file of the server exports, for a host at a terminal. What the host can mend ends the command with its
 * one sentence.
 */
export async function runForHost<Module>(
  file: string,
  run: (server: Module) => Promise<void> | void,
): Promise<void> {
  await ensureInstalled();
  const server = (await import(inRoot(`sync-server/src/${file}`))) as Module;
  try {
    await run(server);
  } catch (error) {
    // The name, because the class comes from another module graph's import.
    if (error instanceof Error && error.name === 'ConfigError') stopWith(error.message);
    throw error;
  }
}
