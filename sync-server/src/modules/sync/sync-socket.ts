import type { ConnectRequest } from '@komod/sync/server/connection';
import type { CloseCode } from '@komod/sync/wire/close-codes';
import type { ServerWebSocket } from 'bun';

export interface SocketUpgrade {
  /** As the client wrote it. */
  document: string;
  /** As the client wrote them, of the names that the engine reads. */
  params: Readonly<Record<string, string>>;
  durable: boolean;
  request: Request;
}

let count = 0;

/** One WebSocket from its upgrade to its end. A server holds thousands that say nothing, so it keeps little. */
export class SyncSocket implements ConnectRequest {
  /** Our own, of this process. */
  readonly id = `socket-${++count}`;
  readonly document: string;
  readonly durable: boolean;
  params: Readonly<Record<string, string>>;
  account: string | undefined = undefined;
  /** It counts as a socket of this session. */
  sessionId: string | null = null;
  /** Gone when it is known whose it is. */
  request: Request | null;
  /** From when it is open. */
  raw: ServerWebSocket<SyncSocket> | null = null;

  constructor({ document, params, durable, request }: SocketUpgrade) {
    this.document = document;
    this.params = params;
    this.durable = durable;
    this.request = request;
  }

  /** Bytes sent, -1 when queued, 0 when dropped. */
  send(bytes: Uint8Array): number {
    return this.raw?.sendBinary(bytes) ?? 0;
  }

  close(code: CloseCode, reason: string): void {
    this.raw?.close(code, reason);
  }
}
