import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL server of our own in a temporary folder, reached through a socket in it, with fsync as it comes. */
export interface PostgresCluster {
  /** Address of one of its databases, as `DATABASE_URL` takes it. */
  urlOf(database: string): string;
  /** As at a power cut: nothing is written out, the next start replays the log. */
  crash(): Promise<void>;
  /** @param settings of `postgresql.conf`, for this time. */
  start(settings?: Record<string, string>): Promise<void>;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

const debianFolder = '/usr/lib/postgresql';
/** Only a name in the socket's folder: nothing listens on the network. */
const port = 5432;

/** Folder of `initdb` and `postgres`, or `null` when the machine has none. */
function findPostgres(): string | null {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).toSorted().toReversed() : [];
  const folders = [
    ...versions.map((version) => join(debianFolder, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ];
  return (
    folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)))) ?? null
  );
}

/** One sentence, or `null` when it is there. */
export const missingPostgres = (): string | null =>
  findPostgres() === null
    ? 'PostgreSQL is missing: install the Debian package "postgresql" (tests start a server of their own).'
    : null;

/** PostgreSQL refuses to run as root: then it runs as whom Debian made for it, or as nobody. */
function commandPrefix(): string[] {
  if (process.getuid?.() !== 0) return [];
  const users = readFileSync('/etc/passwd', 'utf8');
  const user = /^postgres:/m.test(users) ? 'postgres' : 'nobody';
  // Dies with this process, however that ends.
  return [
    'setpriv',
    `--reuid=${user}`,
    `--regid=${execFileSync('id', ['-g', user]).toString().trim()}`,
  ].concat('--clear-groups', '--pdeathsig=KILL');
}

export async function startPostgresCluster(): Promise<PostgresCluster> {
  const bin = findPostgres();
  if (bin === null) throw new Error(missingPostgres() ?? '');
  const prefix = commandPrefix();
  const folder = mkdtempSync(join(tmpdir(), 'komod-pg-'));
  const data = join(folder, 'data');
  const owner = prefix[1]?.split('=')[1];
  if (owner) execFileSync('chown', [owner, folder]);
  const [initdb, ...initdbArgs] = [...prefix, join(bin, 'initdb'), '--pgdata', data, '--username=komod'];
  execFileSync(initdb!, [...initdbArgs, '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C.UTF-8'], {
    stdio: 'pipe',
    cwd: folder,
  });
  let child: ChildProcess | null = null;

  const start = async (more: Record<string, string> = {}): Promise<void> => {
    const settings = {
      listen_addresses: '',
      unix_socket_directories: folder,
      port,
      max_connections: 200,
      ...more,
    };
    const argv = [...prefix, join(bin, 'postgres'), '-D', data];
    for (const [name, value] of Object.entries(settings)) argv.push('-c', `${name}=${value}`);
    const started = spawn(argv[0]!, argv.slice(1), { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    child = started;
    await new Promise<void>((resolve, reject) => {
      let heard = '';
      started.stderr.on('data', (chunk: Buffer) => {
        heard += chunk;
        if (heard.includes('ready to accept connections')) resolve();
      });
      started.once('error', reject);
      started.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${heard}`)));
    });
  };
  const end = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
  };

  await start();
  return {
    urlOf: (database) =>
      `postgresql://komod@localhost/${database}?host=${encodeURIComponent(folder)}&port=${port}`,
    crash: () => end('SIGQUIT'),
    start,
    async close() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
