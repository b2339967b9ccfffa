import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

const web = join(import.meta.dirname, '../..');

/** Two builds a host could run one after the other: the one that is there, and one in which every script has a new name. */
export class Deploys {
  /** Beside the app, so that its server finds what it is made of. */
  readonly #folder = join(web, '.svelte-kit', `deploys-${process.pid}`);
  /** What the server is told to serve. */
  readonly current = join(this.#folder, 'current');

  constructor() {
    mkdirSync(this.#folder, { recursive: true });
    cpSync(join(web, 'build'), join(this.#folder, 'first'), { recursive: true });
    makeNext(join(web, 'build'), join(this.#folder, 'next'));
    this.choose('first');
  }

  choose(which: 'first' | 'next'): void {
    rmSync(this.current, { force: true });
    symlinkSync(join(this.#folder, which), this.current);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The same app as another build would be: another version, and none of the old names. */
function makeNext(build: string, next: string): void {
  const { version } = JSON.parse(readFileSync(join(build, 'client/_app/version.json'), 'utf8')) as {
    version: string;
  };
  const names = filesBelow(join(build, 'client/_app/immutable'))
    .filter((path) => path.endsWith('.js'))
    .map((path) => basename(path, '.js'));
  const old = new RegExp(`(${names.map((name) => RegExp.escape(name)).join('|')})\\.js|${version}`, 'g');
  const renamed = (text: string) =>
    text.replaceAll(old, (_, name?: string) => (name ? `${name}-next.js` : String(Number(version) + 1)));

  cpSync(build, next, { recursive: true, filter: (path) => !/\.(?:br|gz|map)$/.test(path) });
  for (const path of filesBelow(next).filter((each) => /\.(?:js|html|json)$/.test(each))) {
    const text = readFileSync(path, 'utf8');
    const changed = path.endsWith('.html') ? withItsHashes(text, renamed(text)) : renamed(text);
    if (changed !== text) writeFileSync(path, changed);
    const isClients = path.includes('/client/_app/immutable/') && path.endsWith('.js');
    if (isClients) renameSync(path, path.replace(/\.js$/, '-next.js'));
  }
}

/** The policy in the page's own text names its scripts by their hash. */
function withItsHashes(before: string, after: string): string {
  const hashes = (html: string) =>
    [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script]) =>
      createHash('sha256')
        .update(script ?? '')
        .digest('base64'),
    );
  const made = hashes(after);
  return hashes(before).reduce((html, hash, index) => html.replaceAll(hash, made[index] ?? hash), after);
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
