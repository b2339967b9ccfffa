import { ensureInstalled } from './install.ts';
import { inRoot } from './repository.ts';

const [folder, ...more] = process.argv.slice(2);
if (!folder || more.length > 0) fail('Say where to: bun run backup <folder>');

await ensureInstalled();
const { makeBackup } = (await import(inRoot('sync-server/src/backup.ts'))) as {
  makeBackup(env: NodeJS.ProcessEnv, folder: string, say: (line: string) => void): Promise<string>;
};
try {
  console.log(await makeBackup(process.env, folder, (line) => console.error(line)));
  console.error('It holds the secret that signs sessions: keep it as private as DATA_DIR.');
} catch (error) {
  // The name, because the class comes from another module graph's import.
  if (error instanceof Error && error.name === 'ConfigError') fail(error.message);
  throw error;
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
