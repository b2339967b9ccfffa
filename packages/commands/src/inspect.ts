import { ensureInstalled } from './install.ts';
import { inRoot } from './repository.ts';

const asked = process.argv.slice(2);
const asJson = asked.includes('--json');
const [wanted, ...more] = asked.filter((word) => word !== '--json');
if (!wanted || more.length > 0) fail('Say which: bun run inspect <document> [--json], such as closet/@sara');

await ensureInstalled();
const { inspectDocument } = (await import(inRoot('sync-server/src/inspect.ts'))) as {
  inspectDocument(env: NodeJS.ProcessEnv, wanted: string, asJson: boolean): string;
};
try {
  console.log(inspectDocument(process.env, wanted, asJson));
} catch (error) {
  // The name, because the class comes from another module graph's import.
  if (error instanceof Error && error.name === 'ConfigError') fail(error.message);
  throw error;
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
