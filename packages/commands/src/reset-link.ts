import { ensureInstalled } from './install.ts';
import { inRoot } from './repository.ts';

const [wanted, ...more] = process.argv.slice(2);
if (!wanted || more.length > 0) fail('Say for whom: bun run reset-link <handle or e-mail>');

await ensureInstalled();
const { makeResetLink } = (await import(inRoot('sync-server/src/reset-link.ts'))) as {
  makeResetLink(env: NodeJS.ProcessEnv, handleOrEmail: string): Promise<string>;
};
try {
  console.log(await makeResetLink(process.env, wanted));
  if (!process.env.PUBLIC_ORIGIN)
    console.error('PUBLIC_ORIGIN is not set here: put the address people type in front of it.');
  console.error('It works once, and for an hour. Hand it to nobody but its owner.');
} catch (error) {
  // The name, because the class comes from another module graph's import.
  if (error instanceof Error && error.name === 'ConfigError') fail(error.message);
  throw error;
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
