import type { Hub } from '../src/server/hub.ts';
import { durableSubprotocol } from '../src/wire/durable-messages.ts';
import { wireLimits } from '../src/wire/limits.ts';

interface SocketData {
  id: string;
  document: string;
  durable: boolean;
  params: Record<string, string>;
}

export interface SocketServer {
  /** What a client passes as the base of the sync endpoint. */
  url: string;
  /** Sockets accepted so far. */
  accepted(): number;
  /** Closes every socket without a word, as a network that goes away. */
  cut(): void;
  /** While true, upgrades are refused. */
  setDown(isDown: boolean): void;
  stop(): Promise<void>;
}

/** The smallest real WebSocket server over a hub, on a free port of this machine. */
export function serveHub(currentHub: () => Hub): SocketServer {
  let accepted = 0;
  let isDown = false;
  const sockets = new Map<string, Bun.ServerWebSocket<SocketData>>();
  const server = Bun.serve<SocketData>({
    hostname: '127.0.0.1',
    port: 0,
    fetch(request, bun) {
      if (isDown) return new Response('down', { status: 503 });
      const { pathname, searchParams } = new URL(request.url);
      const document = pathname.replace(/^\/sync\//, '');
      const params = Object.fromEntries(searchParams);
      const offered = request.headers.get('sec-websocket-protocol') ?? '';
      const durable = offered.split(/,\s*/).includes(durableSubprotocol);
      const isUpgraded = bun.upgrade(request, {
        data: { id: `socket-${++accepted}`, document, durable, params },
        ...(durable ? { headers: { 'sec-websocket-protocol': durableSubprotocol } } : {}),
      });
      return isUpgraded ? undefined : new Response('no', { status: 400 });
    },
    websocket: {
      maxPayloadLength: wireLimits.payloadMaxBytes,
      backpressureLimit: wireLimits.backpressureBytes,
      open(socket) {
        const { id, document, durable, params } = socket.data;
        sockets.set(id, socket);
        void currentHub().connect({
          id,
          document,
          durable,
          params,
          send: (bytes) => socket.send(bytes as Uint8Array<ArrayBuffer>),
          close: (code, reason) => socket.close(code, reason),
        });
      },
      message(socket, message) {
        currentHub().receive(socket.data.id, typeof message === 'string' ? Buffer.from(message) : message);
      },
      close(socket) {
        sockets.delete(socket.data.id);
        currentHub().disconnect(socket.data.id);
      },
    },
  });
  return {
    url: `ws://127.0.0.1:${server.port}/sync`,
    accepted: () => accepted,
    cut: () => {
      for (const socket of sockets.values()) socket.terminate();
    },
    setDown: (down) => {
      isDown = down;
    },
    stop: () => server.stop(true),
  };
}
