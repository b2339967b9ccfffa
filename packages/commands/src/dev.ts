import { inRoot, root } from './repository.ts';
import { ensureInstalled } from './install.ts';

await ensureInstalled();

const port = process.env.PORT ?? '3000';
const apiPort = String(Number(port) + 1);
const origin = process.env.PUBLIC_ORIGIN ?? `http://localhost:${port}`;

const spawn = (argv: string[], cwd: string, env: Record<string, string>) =>
  Bun.spawn([process.execPath, ...argv], {
    cwd,
    env: { ...process.env, ...env },
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
  });

console.log(`→ Komod while it is being built: ${origin} (its API listens on ${apiPort} behind it)`);
const server = spawn(['--watch', '--no-clear-screen', inRoot('sync-server/src/main.ts')], root, {
  PORT: apiPort,
  PUBLIC_ORIGIN: origin,
});
const web = spawn(['--bun', 'run', 'vite', 'dev', '--port', port, '--strictPort'], inRoot('web'), {
  KOMOD_API: `http://127.0.0.1:${apiPort}`,
});

const end = () => {
  server.kill('SIGTERM');
  web.kill('SIGTERM');
};
process.on('SIGINT', end);
process.on('SIGTERM', end);

// Half a development server answers half of the requests: when one ends, the other does too.
const firstExit = await Promise.race([server.exited, web.exited]);
end();
await Promise.all([server.exited, web.exited]);
process.exit(firstExit);
