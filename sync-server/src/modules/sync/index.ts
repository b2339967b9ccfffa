import { connectionParams } from '@komod/sync/wire/known-history';
import { Elysia } from 'elysia';
import type { SocketDesk } from './socket-desk.ts';

const durableProtocol = 'komod.durable.1';
const prefix = '/sync/';

const offered = (request: Request): string[] =>
  (request.headers.get('sec-websocket-protocol') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

const isConnectionParam = (name: string): boolean => connectionParams.some((known) => known === name);

/** The one file with WebSocket code. Every refusal accepts the upgrade and closes with its code: browsers see no other. */
export function syncRoutes(desk: SocketDesk) {
  return new Elysia({ name: 'sync' }).ws(`${prefix}*`, {
    detail: { hide: true },
    upgrade({ request, set }) {
      const names = offered(request);
      const chosen = names.includes(durableProtocol) ? durableProtocol : names[0];
      // A browser fails the connection when an offer stays unanswered.
      if (chosen) set.headers['sec-websocket-protocol'] = chosen;
    },
    open(socket) {
      const { raw } = socket;
      const { request } = socket.data;
      const { pathname, searchParams } = new URL(request.url);
      desk.open({
        id: socket.id,
        document: decodeName(pathname.slice(prefix.length)),
        params: Object.fromEntries([...searchParams].filter(([name]) => isConnectionParam(name))),
        request,
        durable: offered(request).includes(durableProtocol),
        send: (bytes) => raw.sendBinary(bytes),
        close: (code, reason) => raw.close(code, reason),
      });
    },
    message(socket, message) {
      desk.message(socket.id, message);
    },
    close(socket) {
      desk.closed(socket.id);
    },
  });
}

function decodeName(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}
