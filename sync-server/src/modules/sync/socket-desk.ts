import { documentWriter, parseDocumentName } from '@komod/domain/document-name';
import type { Hub } from '@komod/sync/server/hub';
import { closeCodes, type CloseCode } from '@komod/sync/wire/close-codes';
import type { WireLimits } from '@komod/sync/wire/limits';
import { retryAfterReason } from '@komod/sync/wire/retry-after';
import type { Logger } from 'pino';
import type { OwnOrigins } from '../../http/own-origins.ts';
import type { ShelfWriter } from '../../jobs/shelf-writer.ts';
import type { IdentityService, Session } from '../identity/identity-service.ts';
import type { SessionWatch } from '../identity/session-watch.ts';

/** One WebSocket as the server sees it. */
export interface DeskSocket {
  /** Our own: the wrapper differs from event to event. */
  id: string;
  document: string;
  /** As the client wrote them. */
  params: Readonly<Record<string, string>>;
  request: Request;
  durable: boolean;
  send(bytes: Uint8Array): number;
  close(code: CloseCode, reason: string): void;
}

interface PendingSocket {
  socket: DeskSocket;
  session: Session | null;
  frames: Uint8Array[];
  bytes: number;
  isClosed: boolean;
  /** Ends the waiting. */
  timer: ReturnType<typeof setTimeout>;
}

export interface SocketDeskParts {
  hub: Hub;
  identity: IdentityService;
  sessions: SessionWatch;
  origins: OwnOrigins;
  shelves: ShelfWriter;
  limits: WireLimits;
  logger: Logger;
}

/** Says who may open which document. Frames that arrive while it asks are kept: few and for a short time. */
export class SocketDesk {
  readonly #parts: SocketDeskParts;
  readonly #pending = new Map<string, PendingSocket>();
  #isClosed = false;

  constructor(parts: SocketDeskParts) {
    this.#parts = parts;
  }

  open(socket: DeskSocket): void {
    const timer = setTimeout(
      () => this.#refuse(pending, closeCodes.goingAway, 'unavailable'),
      this.#parts.limits.preAuthMs,
    );
    const pending: PendingSocket = { socket, session: null, frames: [], bytes: 0, isClosed: false, timer };
    this.#pending.set(socket.id, pending);
    if (this.#isClosed) return this.#refuse(pending, closeCodes.goingAway, 'going-away');
    const name = parseDocumentName(socket.document);
    if (!this.#parts.origins.allows(socket.request) || !name)
      return this.#refuse(pending, closeCodes.forbidden, name ? 'origin.foreign' : 'document.unknown');
    this.#admit(pending, name.userId).catch((err: unknown) => {
      this.#parts.logger.error({ err }, 'a socket could not be let in');
      this.#refuse(pending, closeCodes.goingAway, 'unavailable');
    });
  }

  message(id: string, message: unknown): void {
    const pending = this.#pending.get(id);
    if (!(message instanceof Uint8Array)) {
      if (pending) this.#refuse(pending, closeCodes.malformed, 'text');
      else this.#parts.hub.closeOwner((open) => open.params?.id === id, closeCodes.malformed, 'text');
      return;
    }
    if (!pending) return this.#parts.hub.receive(id, message);
    if (pending.isClosed) return;
    const { limits } = this.#parts;
    pending.bytes += message.length;
    if (pending.bytes > limits.preAuthBytes || pending.frames.length >= limits.preAuthFrames)
      return this.#refuse(pending, closeCodes.tooFast, retryAfterReason(1));
    pending.frames.push(new Uint8Array(message));
  }

  closed(id: string): void {
    const pending = this.#pending.get(id);
    if (pending) this.#end(pending);
    this.#pending.delete(id);
    this.#parts.sessions.leave(id);
    this.#parts.hub.disconnect(id);
  }

  /** The sockets of a session end with it, also those that are just being let in. */
  endSession(sessionId: string): void {
    this.#parts.sessions.ended(sessionId);
    for (const pending of this.#pending.values())
      if (pending.session?.sessionId === sessionId) this.#refuse(pending, closeCodes.sessionGone, 'session');
    this.#parts.hub.closeOwner(
      (open) => open.params?.sessionId === sessionId,
      closeCodes.sessionGone,
      'session',
    );
  }

  /** Lets nobody in any more. */
  close(): void {
    this.#isClosed = true;
    for (const pending of this.#pending.values()) this.#refuse(pending, closeCodes.goingAway, 'going-away');
  }

  async #admit(pending: PendingSocket, owner: string): Promise<void> {
    const { hub, identity, shelves } = this.#parts;
    const { id, document, durable, request } = pending.socket;
    const session = await identity.sessionOf(request);
    if (!session) return this.#refuse(pending, closeCodes.sessionGone, 'session');
    if (session.userId !== owner) return this.#refuse(pending, closeCodes.forbidden, 'not-yours');
    pending.session = session;
    if (!this.#parts.sessions.enter(id, session))
      return this.#refuse(pending, closeCodes.sessionGone, 'session');
    const isServerDocument = documentWriter[parseDocumentName(document)!.kind] === 'server';
    if (isServerDocument) await shelves.catchUp(document);
    if (pending.isClosed) return;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    const { userId, sessionId } = session;
    const { send, close } = pending.socket;
    // The server's own names stand last: no client may take another's.
    const params = { ...pending.socket.params, id, userId, sessionId };
    const joined = hub.connect({ id, document, durable, account: userId, params, send, close });
    for (const frame of pending.frames) hub.receive(id, frame);
    // What was marked between the first look and the connection.
    if (isServerDocument) await shelves.catchUp(document);
    await joined;
  }

  #refuse(pending: PendingSocket, code: CloseCode, reason: string): void {
    if (pending.isClosed) return;
    this.#end(pending);
    pending.socket.close(code, reason);
  }

  #end(pending: PendingSocket): void {
    clearTimeout(pending.timer);
    pending.isClosed = true;
    pending.frames = [];
  }
}
