import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** Loaded before the server: lib0 says it is older than it is. */
const olderLib0 = `
Bun.plugin({
  name: 'an older lib0',
  setup(build) {
    build.onLoad({ filter: /lib0\\/package\\.json$/ }, () => ({ exports: { version: '0.2.117' }, loader: 'object' }));
  },
});
`;

test('[F9] a server whose lib0 is too old says so, serves nothing and touches nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'komod-lib0-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const preload = join(folder, 'older-lib0.ts');
  await writeFile(preload, olderLib0);
  const dataDir = join(folder, 'data');
  const main = join(import.meta.dirname, '../src/main.ts');
  const server = Bun.spawn([process.execPath, '--preload', preload, main], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir },
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [said, complained] = await Promise.all([
    new Response(server.stdout).text(),
    new Response(server.stderr).text(),
  ]);
  expect(await server.exited).toBe(1);
  expect(complained).toMatch(
    /^lib0 0\.2\.117 is installed, .*0\.2\.120 or newer is needed\. Run "bun install"\.\n$/,
  );
  expect([said, existsSync(dataDir)]).toEqual(['', false]);
});
