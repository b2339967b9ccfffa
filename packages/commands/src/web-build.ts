import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fingerprint, inRoot } from './repository.ts';
import { runQuietStep, stopUnless, type Step } from './run-step.ts';

const web = inRoot('web');
const entry = inRoot('web/build/server/instance.js');
const stamp = inRoot('web/build/built-from');

/** No app goes out that says a thing in one language only. */
export const checkWords: Step = {
  title: 'Words in both languages',
  bun: [inRoot('packages/commands/src/check-words.ts')],
};

/** Builds the app unless what stands in web/build was made from these very sources. */
export async function ensureWebBuilt(): Promise<void> {
  const sources = sourcesFingerprint();
  if (existsSync(entry) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  await buildWeb();
}

export async function buildWeb(): Promise<void> {
  // Taken before the build: a file changed while it runs makes the next start build again.
  const sources = sourcesFingerprint();
  stopUnless(await runQuietStep(checkWords));
  stopUnless(
    await runQuietStep({
      title: 'Building the app',
      bun: ['--bun', 'run', 'vite', 'build', '--logLevel', 'warn'],
      cwd: web,
      env: { NODE_ENV: 'production' },
    }),
  );
  writeFileSync(stamp, sources);
}

// Named one by one: tools leave files of their own beside them (`project.inlang`), which change nothing.
function sourcesFingerprint(): string {
  const ofWeb = [
    'src',
    'messages',
    'static',
    'project.inlang/settings.json',
    'package.json',
    'tsconfig.json',
  ];
  const scripts = ['vite.config.ts', 'adapter.ts'];
  const packages = ['domain', 'documents', 'sync'].map((name) => inRoot('packages', name, 'src'));
  return fingerprint([
    ...[...ofWeb, ...scripts].map((path) => inRoot('web', path)),
    ...packages,
    inRoot('bun.lock'),
  ]);
}
