import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Seconds from the command to the ready line, on a checkout that is built, with an empty data folder. */
export async function measureStart(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'komod-start-'));
  const startedAt = performance.now();
  const child = Bun.spawn([process.execPath, 'run', 'start'], {
    cwd: root,
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  });
  let heard = '';
  for await (const part of child.stdout) {
    heard += new TextDecoder().decode(part);
    const ready = /ready at \S+ \(pid (\d+)\)/.exec(heard);
    if (!ready) continue;
    const seconds = (performance.now() - startedAt) / 1000;
    process.kill(Number(ready[1]), 'SIGTERM');
    await child.exited;
    rmSync(dataDir, { recursive: true, force: true });
    return seconds;
  }
  throw new Error(`the server did not get ready:\n${heard}`);
}
