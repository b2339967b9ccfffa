import { type DocumentKind, documentWriter, parseDocumentName } from '@komod/domain/document-name';
import type { Hub } from '@komod/sync/server/hub';
import { closeCodes, type CloseCode } from '@komod/sync/wire/close-codes';
import type { WireLimits } from '@komod/sync/wire/limits';
import { retryAfterReason } from '@komod/sync/wire/retry-after';
import type { Logger } from 'pino';
import type { OwnOrigins } from '../../http/own-origins.ts';
import type { ShelfWriter } from '../../jobs/shelf-writer.ts';
import type { IdentityService, Session } from '../identity/identity-service.ts';
import type { SessionWatch } from '../identity/session-watch.ts';
import type { SyncSocket } from './sync-socket.ts';

interface PendingSocket {
  socket: SyncSocket;
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

  open(socket: SyncSocket): void {
    const timer = setTimeout(
      () => this.#refuse(pending, closeCodes.goingAway, 'unavailable'),
      this.#parts.limits.preAuthMs,
    );
    const pending: PendingSocket = { socket, session: null, frames: [], bytes: 0, isClosed: false, timer };
    this.#pending.set(socket.id, pending);
    const { request } = socket;
    socket.request = null;
    if (this.#isClosed || !request) return this.#refuse(pending, closeCodes.goingAway, 'going-away');
    const name = parseDocumentName(socket.document);
    if (!this.#parts.origins.allows(request) || !name)
      return this.#refuse(pending, closeCodes.forbidden, name ? 'origin.foreign' : 'document.unknown');
    this.#admit(pending, request, name.userId, name.kind).catch((err: unknown) => {
      this.#parts.logger.error({ err }, 'a socket could not be let in');
      this.#refuse(pending, closeCodes.goingAway, 'unavailable');
    });
  }

  message({ id }: SyncSocket, message: string | Uint8Array): void {
    const pending = this.#pending.get(id);
    if (typeof message === 'string') {
      if (pending) this.#refuse(pending, closeCodes.malformed, 'text');
      else this.#parts.hub.end(id, closeCodes.malformed, 'text');
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

  closed({ id, sessionId }: SyncSocket): void {
    const pending = this.#pending.get(id);
    if (pending) this.#end(pending);
    this.#pending.delete(id);
    if (sessionId !== null) this.#parts.sessions.leave(sessionId);
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

  async #admit(pending: PendingSocket, request: Request, owner: string, kind: DocumentKind): Promise<void> {
    const { hub, identity, sessions, shelves } = this.#parts;
    const { socket } = pending;
    const session = await identity.sessionOf(request);
    if (!session) return this.#refuse(pending, closeCodes.sessionGone, 'session');
    if (session.userId !== owner) return this.#refuse(pending, closeCodes.forbidden, 'not-yours');
    // Closed meanwhile: nobody would take it out of the count again.
    if (pending.isClosed) return;
    pending.session = session;
    if (!sessions.enter(session)) return this.#refuse(pending, closeCodes.sessionGone, 'session');
    const { userId, sessionId } = session;
    socket.sessionId = sessionId;
    const isServerDocument = documentWriter[kind] === 'server';
    if (isServerDocument) await shelves.catchUp(socket.document);
    if (pending.isClosed) return;
    this.#pending.delete(socket.id);
    clearTimeout(pending.timer);
    socket.account = userId;
    // The server's own names stand last: no client may take another's.
    socket.params = { ...socket.params, userId, sessionId };
    const joined = hub.connect(socket);
    for (const frame of pending.frames) hub.receive(socket.id, frame);
    // What was marked between the first look and the connection.
    if (isServerDocument) await shelves.catchUp(socket.document);
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
