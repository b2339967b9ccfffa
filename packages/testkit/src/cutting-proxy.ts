import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { SeededRandom } from './seeded-random.ts';

export interface CuttingProxy {
  readonly origin: string;
  /** Bytes clients sent through it so far, headers included. */
  bytesSent(): number;
  cutsLeft(): number;
  close(): Promise<void>;
}

export interface CuttingProxyOptions {
  /** Where the real server listens. */
  port: number;
  random: SeededRandom;
  cuts: number;
  /** Bytes that pass between two cuts, at most. */
  everyBytes: number;
}

/**
 * A link that breaks: after a random count of bytes the connection that carries them ends, in the middle of a
 * request or, one time in four, just before the answer gets back.
 */
export async function startCuttingProxy(options: CuttingProxyOptions): Promise<CuttingProxy> {
  const { port, random } = options;
  const open = new Set<Socket>();
  let sent = 0;
  let cutsLeft = options.cuts;
  let nextCut = random.between(1, options.everyBytes);

  const proxy = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    let isDeaf = false;
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      // A cut is what this is for; the other end notices by itself.
      socket.on('error', () => undefined);
    }
    server.on('close', () => client.destroy());
    client.on('close', () => server.end());
    server.on('data', (bytes) => (isDeaf ? client.destroy() : client.write(bytes)));
    client.on('data', (bytes: Buffer) => {
      const isWhole = cutsLeft === 0 || sent + bytes.length < nextCut;
      // One cut in four lets the request through and loses the answer.
      if (!isWhole) isDeaf = random.chance(0.25);
      const passes = isWhole || isDeaf ? bytes.length : nextCut - sent;
      sent += passes;
      if (!isWhole) {
        cutsLeft -= 1;
        nextCut = sent + random.between(1, options.everyBytes);
      }
      if (isWhole || isDeaf) return void server.write(bytes);
      server.end(bytes.subarray(0, passes));
      return void client.destroy();
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    origin: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    bytesSent: () => sent,
    cutsLeft: () => cutsLeft,
    async close() {
      for (const socket of open) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
