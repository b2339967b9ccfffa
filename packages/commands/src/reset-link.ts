import { runForHost, stopWith } from './host-command.ts';

interface Server {
  makeResetLink(env: NodeJS.ProcessEnv, handleOrEmail: string): Promise<string>;
}

const [wanted, ...more] = process.argv.slice(2);
if (!wanted || more.length > 0) stopWith('Say for whom: bun run reset-link <handle or e-mail>');

await runForHost<Server>('reset-link.ts', async ({ makeResetLink }) => {
  console.log(await makeResetLink(process.env, wanted));
  if (!process.env.PUBLIC_ORIGIN)
    console.error('PUBLIC_ORIGIN is not set here: put the address people type in front of it.');
  console.error('It works once, and for an hour. Hand it to nobody but its owner.');
});
