import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SlowLink {
  readonly port: number;
  close(): Promise<void>;
}

export interface LinkSpeed {
  bitsPerSecond: number;
  roundTripMs: number;
}

/** A pipe that hands bytes on in order, at a rate, half a round trip late. */
class Pipe {
  #freeAt = 0;
  readonly #bytesPerMs: number;
  readonly #delayMs: number;

  constructor({ bitsPerSecond, roundTripMs }: LinkSpeed) {
    this.#bytesPerMs = bitsPerSecond / 8 / 1000;
    this.#delayMs = roundTripMs / 2;
  }

  /** Runs `arrived` when a parcel of so many bytes is through. */
  send(bytes: number, arrived: () => void): void {
    const now = performance.now();
    this.#freeAt = Math.max(now, this.#freeAt) + bytes / this.#bytesPerMs;
    setTimeout(arrived, this.#freeAt - now + this.#delayMs);
  }
}

const parcelBytes = 1460;

/**
 * A phone's link in front of a server: every connection, of pages and of their service worker, shares its rate and
 * waits its round trips, that of the handshake too. The browser's own throttle leaves out service workers.
 */
export async function startSlowLink(serverPort: () => number, speed: LinkSpeed): Promise<SlowLink> {
  const down = new Pipe(speed);
  const up = new Pipe(speed);
  const open = new Set<Socket>();
  const link = createServer((client) => {
    const server = connect(serverPort(), '127.0.0.1');
    const carry = (from: Socket, to: Socket, pipe: Pipe): void => {
      from.on('data', (bytes: Buffer) => {
        from.pause();
        let underWay = 0;
        for (let at = 0; at < bytes.length; at += parcelBytes) {
          const parcel = bytes.subarray(at, at + parcelBytes);
          underWay += 1;
          pipe.send(parcel.length, () => {
            to.write(parcel);
            underWay -= 1;
            if (underWay === 0) from.resume();
          });
        }
      });
      from.on('close', () => setTimeout(() => to.end(), speed.roundTripMs));
    };
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => undefined);
      socket.setNoDelay(true);
    }
    client.pause();
    setTimeout(() => {
      carry(client, server, up);
      carry(server, client, down);
      client.resume();
    }, speed.roundTripMs);
  }).listen(0, '127.0.0.1');
  await once(link, 'listening');
  return {
    port: (link.address() as AddressInfo).port,
    close: async () => {
      for (const socket of open) socket.destroy();
      link.close();
      await once(link, 'close');
    },
  };
}
