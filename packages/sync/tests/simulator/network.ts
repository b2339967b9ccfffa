import type { ConnectRequest } from '../../src/server/connection.ts';
import { Line } from './line.ts';
import type { Process, World } from './world.ts';

/** The server as the network reaches it. */
export interface Host {
  readonly process: Process;
  connect(request: ConnectRequest): void;
  receive(id: string, message: Uint8Array): void;
  disconnect(id: string): void;
}

/** How a device reaches the network: `silent` swallows all that is sent, `away` says at once that nothing goes. */
export type Reach = 'there' | 'silent' | 'away';

interface Socket {
  opened(): void;
  heard(bytes: Uint8Array): void;
  closed(code: number, reason: string): void;
}

/** The browser's end of a line. */
interface Call {
  send(bytes: Uint8Array): void;
  hangUp(): void;
}

export class Network {
  readonly world: World;
  /** Who listens at the server's address. */
  host: Host | null = null;
  lines: Line[] = [];
  readonly #reach = new Map<string, Reach>();
  #connections = 0;

  constructor(world: World) {
    this.world = world;
  }

  reachOf(device: string): Reach {
    return this.#reach.get(device) ?? 'there';
  }

  setReach(device: string, reach: Reach): void {
    this.#reach.set(device, reach);
  }

  linesOf(device: string): Line[] {
    return this.lines.filter(({ client, isOver }) => !isOver && client.name.startsWith(device));
  }

  /** A program of the server is gone: its machine tells everybody who was connected. */
  reset(server: Process): void {
    for (const line of this.lines) if (line.server === server) line.reset();
  }

  /** A machine is gone, and tells nobody. */
  forget(server: Process): void {
    for (const line of this.lines) if (line.server === server) line.lose('down');
  }

  /** A browser's WebSocket in `process`, on `device`. */
  socketClass(process: Process, device: string): typeof WebSocket {
    const dial = (url: string, socket: Socket) => this.#dial(process, device, url, socket);
    class SimulatedSocket {
      static readonly OPEN = 1;
      readonly OPEN = 1;
      readyState = 0;
      readonly bufferedAmount = 0;
      binaryType = 'arraybuffer';
      onopen: (() => void) | null = null;
      declare onmessage: ((event: { data: ArrayBufferLike }) => void) | null;
      onclose: ((event: { code: number; reason: string }) => void) | null = null;
      onerror: (() => void) | null = null;
      readonly #call: Call | null;

      constructor(url: string | URL) {
        this.#call = process.acts()
          ? dial(String(url), {
              opened: () => {
                if (this.readyState !== 0) return;
                this.readyState = 1;
                this.onopen?.();
              },
              heard: (bytes) => {
                if (this.readyState === 1) this.onmessage?.({ data: bytes.buffer });
              },
              closed: (code, reason) => this.#end(code, reason),
            })
          : null;
      }

      send(bytes: Uint8Array): void {
        if (this.readyState === 1 && process.acts()) this.#call?.send(new Uint8Array(bytes));
      }

      close(): void {
        if (this.readyState > 1) return;
        this.readyState = 2;
        if (!process.acts()) return;
        this.#call?.hangUp();
        process.later(1, () => this.#end(1005, ''));
      }

      #end(code: number, reason: string): void {
        if (this.readyState === 3) return;
        this.readyState = 3;
        this.onclose?.({ code, reason });
      }
    }
    return SimulatedSocket as unknown as typeof WebSocket;
  }

  #dial(process: Process, device: string, url: string, socket: Socket): Call {
    const { world } = this;
    const line = new Line(process, 1 + world.random.next() * 30);
    const id = `line-${++this.#connections}`;
    const reach = this.reachOf(device);
    this.lines.push(line);
    const toClient = (tell: () => void) => line.carry('down', () => process.run(tell));
    let host: Host | null = null;
    const end = (code: number, reason: string) => {
      toClient(() => socket.closed(code, reason));
      line.carry('down', () => (line.isOver = true));
    };
    line.reset = () => end(1006, '');
    const toServer = (tell: (host: Host) => void) =>
      line.carry('up', () => {
        // A machine that started anew knows nothing of the line.
        if (!host?.process.isAlive) return end(1006, '');
        host.process.run(() => tell(host!));
      });
    line.hangUp = () => {
      toServer(({ disconnect }) => disconnect(id));
      line.carry('up', () => (line.isOver = true));
    };
    process.whenDead(line.hangUp);
    if (reach === 'silent') for (const direction of ['up', 'down'] as const) line.lose(direction);
    if (reach === 'away') process.later(1, () => socket.closed(1006, ''));
    line.carry('up', () => {
      host = this.host;
      if (!host?.process.isAlive) return end(1006, '');
      line.server = host.process;
      toClient(() => socket.opened());
      const { pathname, searchParams } = new URL(url);
      const request: ConnectRequest = {
        id,
        document: pathname.replace(/^\/sync\//, ''),
        durable: true,
        account: 'a',
        params: Object.fromEntries(searchParams),
        send: (bytes) => {
          const copy = new Uint8Array(bytes);
          if (host?.process.acts()) toClient(() => socket.heard(copy));
          return bytes.length;
        },
        close: (code, reason) => {
          if (host?.process.acts()) end(code, reason);
        },
      };
      host.process.run(() => host?.connect(request));
    });
    return {
      send: (bytes: Uint8Array) => toServer(({ receive }) => receive(id, bytes)),
      hangUp: () => line.hangUp(),
    };
  }
}
