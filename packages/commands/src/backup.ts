import { runForHost, stopWith } from './host-command.ts';

interface Server {
  makeBackup(env: NodeJS.ProcessEnv, folder: string, say: (line: string) => void): Promise<string>;
}

const [folder, ...more] = process.argv.slice(2);
if (!folder || more.length > 0) stopWith('Say where to: bun run backup <folder>');

await runForHost<Server>('backup.ts', async ({ makeBackup }) => {
  console.log(await makeBackup(process.env, folder, (line) => console.error(line)));
  console.error('It holds the secret that signs sessions: keep it as private as DATA_DIR.');
});
