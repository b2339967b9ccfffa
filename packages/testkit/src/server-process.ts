import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const main = join(root, 'sync-server/src/main.ts');

/** Wide enough that no test meets a rate limit it does not ask for. */
export const generousLimits = {
  auth: { max: 1e6, signInMax: 1e6, signUpMax: 1e6 },
  catalog: { liveClientsPerAddress: 1e6 },
  handles: { max: 1e6 },
  uploads: { max: 1e6, bytesPerHour: 1e12 },
  wire: {
    burstFrames: 1e6,
    framesPerSecond: 1e6,
    burstBytes: 1e9,
    bytesPerSecond: 1e9,
    accountBurstFrames: 1e6,
    accountFramesPerSecond: 1e6,
    accountBurstBytes: 1e9,
    accountBytesPerSecond: 1e9,
    accountConnections: 1e6,
  },
};

export interface ServerProcessOptions {
  /** Kept when given; else a new temporary folder that `close` removes. */
  dataDir?: string;
  /** Serve the built app too. */
  withWeb?: boolean;
  limits?: Record<string, Record<string, number>>;
  env?: Record<string, string>;
  /** Put before the server's own command, such as `strace`. */
  prefix?: readonly string[];
}

/** The real server as a process of its own: what a host runs, and what `kill -9` can hit. */
export interface ServerProcess {
  readonly origin: string;
  readonly dataDir: string;
  /** Of the server itself, also behind a prefix. */
  pid(): number;
  /** Everything it printed since it was first started. */
  output(): string;
  /** SIGKILL, and wait until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and wait; gives the exit code. */
  stop(): Promise<number | null>;
  /** Resolves when it has ended by itself, with its exit code. */
  whenEnded(): Promise<number | null>;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  /** Ends it if it runs and removes a temporary data folder. */
  close(): Promise<void>;
}

export async function startServerProcess(options: ServerProcessOptions = {}): Promise<ServerProcess> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'komod-server-'));
  let child: ChildProcess | null = null;
  let pid = 0;
  let output = '';

  const start = async (): Promise<void> => {
    const argv = [...(options.prefix ?? []), process.execPath, main];
    const started = spawn(argv[0] ?? '', argv.slice(1), {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: dataDir,
        PUBLIC_ORIGIN: origin,
        KOMOD_LIMITS: JSON.stringify(options.limits ?? generousLimits),
        ...(options.withWeb && { WEB_BUILD: join(root, 'web/build') }),
        ...options.env,
      },
    });
    child = started;
    pid = await new Promise<number>((resolve, reject) => {
      let heard = '';
      const listen = (chunk: Buffer): void => {
        output += chunk;
        heard += chunk;
        const ready = /Komod is ready at \S+ \(pid (\d+)\)/.exec(heard);
        if (ready) resolve(Number(ready[1]));
      };
      started.stdout.on('data', listen);
      started.stderr.on('data', listen);
      started.once('error', reject);
      started.once('exit', (code) => {
        reject(new Error(`the server ended with ${code} before it was ready:\n${heard}`));
      });
    });
  };

  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null)
      return running?.exitCode ?? null;
    const gone = once(running, 'exit');
    process.kill(pid, signal);
    await gone;
    return running.exitCode;
  };

  await start();
  return {
    origin,
    dataDir,
    pid: () => pid,
    output: () => output,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    whenEnded: async () => {
      const running = child;
      if (running && running.exitCode === null && running.signalCode === null) await once(running, 'exit');
      return running?.exitCode ?? null;
    },
    start,
    close: async () => {
      await end('SIGKILL');
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A port nobody listens on now. The server must come back on the same one, so it cannot choose itself. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
