import { connectionParams } from '@komod/sync/wire/known-history';
import type { WebSocketHandler } from 'bun';
import { Elysia } from 'elysia';
import { HttpFailure } from '../../http/http-failure.ts';
import type { SocketDesk } from './socket-desk.ts';
import { SyncSocket } from './sync-socket.ts';

const durableProtocol = 'komod.durable.1';
const prefix = '/sync/';

const offered = (request: Request): string[] =>
  (request.headers.get('sec-websocket-protocol') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

const isConnectionParam = (name: string): boolean => connectionParams.some((known) => known === name);

/** Every refusal accepts the upgrade and closes with its code: browsers see no other. */
export function syncRoutes() {
  return new Elysia({ name: 'sync' }).get(
    `${prefix}*`,
    ({ request, server }) => {
      const { pathname, searchParams } = new URL(request.url);
      const names = offered(request);
      const durable = names.includes(durableProtocol);
      const chosen = durable ? durableProtocol : names[0];
      const socket = new SyncSocket({
        document: decodeName(pathname.slice(prefix.length)),
        params: Object.fromEntries([...searchParams].filter(([name]) => isConnectionParam(name))),
        request,
        durable,
      });
      const isUpgraded = server?.upgrade(request, {
        data: socket,
        // A browser fails the connection when an offer stays unanswered.
        ...(chosen && { headers: { 'sec-websocket-protocol': chosen } }),
      });
      if (!isUpgraded) throw new HttpFailure('not-found', 'There is nothing at this address.');
    },
    { detail: { hide: true } },
  );
}

/**
 * What becomes of an upgraded socket. Bun's own events and not `Elysia.ws`, which keeps the context of the request and
 * a dozen closures for as long as a socket is open, and wraps every message in two promises.
 */
export function syncSockets(desk: SocketDesk) {
  return {
    open(raw) {
      raw.data.raw = raw;
      desk.open(raw.data);
    },
    message: ({ data }, message) => desk.message(data, message),
    close: ({ data }) => desk.closed(data),
  } satisfies WebSocketHandler<SyncSocket>;
}

function decodeName(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}
