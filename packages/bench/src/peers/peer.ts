import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { oneCore } from './one-core.ts';

/** A server of Yjs documents under the same load as all others. */
export interface Peer {
  readonly name: string;
  readonly pid: number;
  /** Where a socket of that room is opened. */
  addressOf(room: number): PeerAddress;
  /** What a client says when its socket is open. */
  greetings(room: number): Uint8Array<ArrayBuffer>[];
  /** A Yjs V1 update as a message of that room. */
  wrap(room: number, update: Uint8Array): Uint8Array<ArrayBuffer>;
  /** True for a message that brings an update to the room's reader. */
  isUpdate(message: Uint8Array): boolean;
  close(): Promise<void>;
}

export interface PeerAddress {
  url: string;
  headers?: Record<string, string>;
  protocols?: string[];
}

/** Runs a server on the first core until it says `ready <port>`. */
export async function startPeerProcess(
  command: string,
  args: readonly string[],
): Promise<Pick<Peer, 'pid' | 'close'> & { port: number }> {
  const [program, ...rest] = [...oneCore(0), command, ...args];
  const child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const port = /^ready (\d+)$/.exec(line)?.[1];
    if (!port) continue;
    child.stdout.resume();
    return {
      pid: child.pid!,
      port: Number(port),
      close: async () => {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      },
    };
  }
  throw new Error(`${command} ${args.join(' ')} ended before it was ready`);
}
