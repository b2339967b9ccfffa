import { runForHost, stopWith } from './host-command.ts';

interface Server {
  inspectDocument(env: NodeJS.ProcessEnv, wanted: string, asJson: boolean): Promise<string>;
}

const asked = process.argv.slice(2);
const asJson = asked.includes('--json');
const [wanted, ...more] = asked.filter((word) => word !== '--json');
if (!wanted || more.length > 0)
  stopWith('Say which: bun run inspect <document> [--json], such as closet/@sara');

await runForHost<Server>('inspect.ts', async ({ inspectDocument }) =>
  console.log(await inspectDocument(process.env, wanted, asJson)),
);
