import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const web = join(import.meta.dirname, '../..');

/** The app as those who build it see it, on a port of its own; no server stands behind it. */
export async function startDevServer(): Promise<{ origin: string; close(): Promise<void> }> {
  const child = spawn(
    process.execPath,
    ['--bun', 'run', 'vite', 'dev', '--host', '127.0.0.1', '--port', '0'],
    {
      cwd: web,
      env: { ...process.env, NODE_ENV: 'development', FORCE_COLOR: '0', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const gone = once(child, 'exit');
  const origin = await new Promise<string>((resolve, reject) => {
    let heard = '';
    const listen = (chunk: Buffer): void => {
      heard += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(heard);
      if (address) resolve(address[0]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`vite ended with ${code}:\n${heard}`)));
  });
  return {
    origin,
    async close() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
