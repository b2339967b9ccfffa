// On a bare checkout this file runs before anything is installed: it imports nothing but Bun and its neighbours.
import { claimDemoFolder } from './demo-folder.ts';
import { inRoot } from './repository.ts';
import { ensureInstalled } from './install.ts';
import { ensureWebBuilt } from './web-build.ts';

const isDemo = process.argv.includes('--demo');
const dataDir = process.env.DATA_DIR ?? './data';
const refusal = isDemo ? claimDemoFolder(dataDir) : null;
if (refusal !== null) {
  console.error(refusal);
  process.exit(1);
}
await ensureInstalled();
await ensureWebBuilt();
process.env.NODE_ENV ??= 'production';
process.env.WEB_BUILD ??= inRoot('web/build');
// In this very process: the pid that the server prints is the one that drains on SIGTERM.
const { origin, publicOrigin } = (await import(inRoot('sync-server/src/main.ts'))) as Record<
  'origin' | 'publicOrigin',
  string
>;

if (isDemo) {
  const demo = Bun.spawn([process.execPath, inRoot('packages/demo/src/main.ts')], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      KOMOD_DEMO_ORIGIN: origin,
      KOMOD_DEMO_PUBLIC_ORIGIN: publicOrigin,
    },
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
  });
  process.on('exit', () => demo.kill());
}
