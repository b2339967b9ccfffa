import * as Y from 'yjs';
import { closeCodes } from '../wire/close-codes.ts';
import { encodeHello } from '../wire/durable-messages.ts';
import { encodeStepOne, encodeStepTwo, encodeUpdate } from '../wire/frames.ts';
import type { WireLimits } from '../wire/limits.ts';
import type { FrameRefusal } from '../wire/refusal-codes.ts';
import { noveltyOf, parseUpdate } from './admission.ts';
import type { Connection } from './connection.ts';
import { countStructs, type OpenedDocument } from './open-document.ts';
import type {
  AnswerEntry,
  CloseEntry,
  EditEntry,
  JoinEntry,
  ReadEntry,
  RefuseEntry,
  RoomEntry,
  UpdateEntry,
} from './room-entry.ts';
import type { CommitResult, PendingUpdate } from './update-log.ts';

/** Needs the document as committed, so it is done after the commit, or after the next one if the document was evicted. */
type Reply = JoinEntry | AnswerEntry | ReadEntry | { type: 'ask'; connection: Connection };

/**
 * One open document. Frames wait in `queue`; `take` applies them and hands their bytes to the common
 * commit; `settle` tells everybody once that commit stands. Between the two no further entry is taken, so
 * outside of a commit the live document is exactly what is on disk.
 */
export class Room {
  readonly document: string;
  readonly isServerWritten: boolean;
  readonly connections = new Set<Connection>();
  readonly queue: (RoomEntry | Reply)[] = [];
  opened: OpenedDocument | null = null;
  isLoading = false;
  isInTurn = false;
  isCompacting = false;
  readonly #timeline: () => string;
  readonly #limits: WireLimits;
  #relays: { connection: Connection | null; frame: Uint8Array }[] = [];
  #replies: Reply[] = [];
  #ends: (RefuseEntry | CloseEntry)[] = [];
  readonly #touched = new Set<Connection>();
  #edit: EditEntry | null = null;
  #firstResult = 0;
  #resultCount = 0;
  #mustResend = false;

  constructor(document: string, isServerWritten: boolean, timeline: () => string, limits: WireLimits) {
    this.document = document;
    this.isServerWritten = isServerWritten;
    this.#timeline = timeline;
    this.#limits = limits;
  }

  /** Nobody is here and nothing waits: the document may leave memory. */
  get isIdle(): boolean {
    return this.connections.size === 0 && this.queue.length === 0 && !this.isInTurn && !this.isLoading;
  }

  get waitsForWriterId(): boolean {
    return this.opened?.writerId === null && this.queue.some(({ type }) => type === 'edit');
  }

  open(opened: OpenedDocument): void {
    this.opened = opened;
    // Set after loading: Yjs gives up a client id that it meets in a loaded update.
    if (opened.writerId !== null) opened.doc.clientID = opened.writerId;
    if (!this.#mustResend) return;
    this.#mustResend = false;
    this.#relay(encodeUpdate(Y.encodeStateAsUpdate(opened.doc)), null);
  }

  setWriterId(writerId: number): void {
    if (!this.opened) return;
    this.opened.writerId = writerId;
    this.opened.doc.clientID = writerId;
  }

  /** Forgets the live document; it must be opened again before the next turn. */
  evict(): void {
    this.opened?.doc.destroy();
    this.opened = null;
  }

  /** Applies what waits and appends the bytes that must be kept to `batch`. */
  take(batch: PendingUpdate[]): void {
    this.isInTurn = true;
    this.#firstResult = batch.length;
    let taken = 0;
    for (const entry of this.queue) {
      // An edit names the head it expects, so it is alone in its document's part of a commit.
      if (this.opened === null || this.#edit !== null) break;
      taken++;
      switch (entry.type) {
        case 'update':
          this.#takeUpdate(entry, this.opened, batch);
          break;
        case 'edit':
          this.#takeEdit(entry, this.opened, batch);
          break;
        case 'refuse':
        case 'close':
          this.#end(entry);
          break;
        case 'answer':
          // Asked again in one turn: only the last question is answered, an answer may be the whole document.
          this.#replies = this.#replies.filter(
            (reply) => reply.type !== 'answer' || reply.connection !== entry.connection,
          );
          this.#replies.push(entry);
          break;
        default:
          this.#replies.push(entry);
      }
    }
    this.queue.splice(0, taken);
    this.#resultCount = batch.length - this.#firstResult;
  }

  /** The commit stands: relays, answers, acks, ends. Returns true when the document grew. */
  settle(results: readonly CommitResult[]): boolean {
    let committed = 0;
    let hasConflict = false;
    for (let index = 0; index < this.#resultCount; index++) {
      const result = results[this.#firstResult + index];
      if (result?.status !== 'committed') {
        hasConflict = true;
      } else {
        committed++;
        if (this.opened) this.opened.headSeq = result.seq;
      }
    }
    if (hasConflict) {
      // Another writer was faster: what we hold and what peers were about to see never happened.
      this.evict();
      this.#relays = [];
      this.#mustResend = true;
    }
    if (this.opened) this.opened.updateCount += committed;
    this.#edit?.done(hasConflict ? 'conflict' : 'committed');
    this.#edit = null;
    for (const { frame, connection } of this.#relays) this.#relay(frame, connection);
    if (this.opened) for (const reply of this.#replies) this.#reply(reply, this.opened);
    else this.queue.unshift(...this.#replies);
    for (const connection of this.#touched) connection.acknowledge();
    for (const end of this.#ends) {
      if (end.type === 'refuse') end.connection.refuse(end.number, end.refusal);
      else end.connection.close(end.code, end.reason);
    }
    this.#forgetTurn();
    return committed > 0;
  }

  /** Nothing of the batch was kept, or the document cannot be opened: everybody comes back later. */
  fail(error: unknown, reason: string): void {
    const waiting = [...this.#replies, ...this.queue.splice(0)];
    this.#edit?.fail(error);
    this.#edit = null;
    this.#forgetTurn();
    this.evict();
    for (const connection of this.connections) connection.close(closeCodes.goingAway, reason);
    for (const entry of waiting) {
      if (entry.type === 'read' || entry.type === 'edit') entry.fail(error);
      else if (entry.type === 'join') entry.done();
    }
  }

  #forgetTurn(): void {
    this.#relays = [];
    this.#replies = [];
    this.#ends = [];
    this.#touched.clear();
    this.#resultCount = 0;
    this.isInTurn = false;
  }

  #takeUpdate(entry: UpdateEntry, opened: OpenedDocument, batch: PendingUpdate[]): void {
    const { connection } = entry;
    if (connection.isCut) return;
    const parsed = parseUpdate(entry.update, this.#limits.documentMaxStructs);
    if (typeof parsed === 'string') return this.#refuse(entry, parsed);
    const { doc } = opened;
    // A document that lost a row to quarantine waits for it: what depends on that row is kept, not asked for again.
    const isWhole = doc.store.pendingStructs === null;
    const novelty = noveltyOf(parsed, doc);
    if (novelty === 'gap' && isWhole) return this.#takeGap(entry);
    if (novelty !== 'nothing') {
      const structs = parsed.structs.length;
      if (!this.#fits(opened, entry.update.length, structs)) return this.#refuse(entry, 'document.too-large');
      const kept = this.#apply(entry, doc, isWhole);
      if (kept === null) {
        this.evict();
        return this.#refuse(entry, 'document.malformed');
      }
      opened.bytes += kept.length;
      opened.structs += structs;
      batch.push({ document: this.document, update: kept });
      this.#relays.push(entry);
    }
    if (entry.isStepTwo) {
      connection.awaitsStepTwo = false;
      connection.hasGap = false;
    }
    if (!connection.hasGap) {
      connection.settled = entry.number;
      this.#touched.add(connection);
    }
  }

  /** Returns the bytes to keep, `null` when Yjs could not take them whole. */
  #apply(entry: UpdateEntry, doc: Y.Doc, wasWhole: boolean): Uint8Array | null {
    let effective: Uint8Array | null = null;
    const listen = (update: Uint8Array) => {
      effective = update;
    };
    // A step 2 always carries the sender's whole delete set: keep and relay only what it changed here.
    if (entry.isStepTwo) doc.on('update', listen);
    try {
      Y.applyUpdate(doc, entry.update);
    } catch {
      return null;
    } finally {
      if (entry.isStepTwo) doc.off('update', listen);
    }
    if (wasWhole && (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)) return null;
    if (!entry.isStepTwo) return entry.update;
    if (effective !== null) entry.update = effective;
    entry.frame = encodeUpdate(entry.update);
    return entry.update;
  }

  /** Typing during connect overtakes step 2, so a gap is answered by asking; only a step 2 has no excuse. */
  #takeGap(entry: UpdateEntry): void {
    const { connection } = entry;
    if (entry.isStepTwo) return this.#refuse(entry, 'document.gap');
    connection.hasGap = true;
    if (connection.awaitsStepTwo) return;
    connection.awaitsStepTwo = true;
    this.#replies.push({ type: 'ask', connection });
  }

  #fits(opened: OpenedDocument, bytes: number, structs: number): boolean {
    const { documentMaxBytes, documentMaxStructs } = this.#limits;
    if (opened.structs + structs > documentMaxStructs) {
      opened.structs = countStructs(opened.doc);
      if (opened.structs + structs > documentMaxStructs) return false;
    }
    if (opened.bytes + bytes <= documentMaxBytes) return true;
    opened.bytes = Y.encodeStateAsUpdate(opened.doc).length;
    return opened.bytes + bytes <= documentMaxBytes;
  }

  #takeEdit(entry: EditEntry, opened: OpenedDocument, batch: PendingUpdate[]): void {
    const { doc, headSeq } = opened;
    const updates: Uint8Array[] = [];
    const listen = (update: Uint8Array) => updates.push(update);
    doc.on('update', listen);
    try {
      doc.transact(() => entry.change(doc));
    } catch (error) {
      this.evict();
      return entry.fail(error);
    } finally {
      doc.off('update', listen);
    }
    const update = updates[0];
    if (update === undefined) return entry.done('unchanged');
    this.#edit = entry;
    batch.push({ document: this.document, update, expectedHeadSeq: headSeq });
    this.#relays.push({ connection: null, frame: encodeUpdate(update) });
  }

  #refuse({ connection, number }: UpdateEntry, refusal: FrameRefusal): void {
    this.#end({ type: 'refuse', connection, number, refusal });
  }

  #end(entry: RefuseEntry | CloseEntry): void {
    if (entry.connection.isCut) return;
    entry.connection.isCut = true;
    this.#ends.push(entry);
  }

  #reply(reply: Reply, { doc, epoch, headSeq }: OpenedDocument): void {
    switch (reply.type) {
      case 'join': {
        const { connection } = reply;
        connection.isJoined = true;
        if (connection.durable) connection.send(encodeHello(this.#timeline(), epoch, headSeq));
        if (!this.isServerWritten) {
          connection.awaitsStepTwo = true;
          connection.send(encodeStepOne(Y.encodeStateVector(doc)));
        }
        reply.done();
        break;
      }
      case 'ask':
        reply.connection.send(encodeStepOne(Y.encodeStateVector(doc)));
        break;
      case 'answer':
        this.#answer(reply, doc);
        break;
      case 'read':
        try {
          reply.read(doc);
        } catch (error) {
          reply.fail(error);
        }
    }
  }

  #answer({ connection, stateVector }: AnswerEntry, doc: Y.Doc): void {
    if (connection.isClosed) return;
    let update: Uint8Array;
    try {
      update = Y.encodeStateAsUpdate(doc, stateVector);
    } catch {
      return connection.close(closeCodes.malformed, 'document.malformed');
    }
    connection.send(encodeStepTwo(update));
  }

  #relay(frame: Uint8Array, from: Connection | null): void {
    for (const connection of this.connections) {
      if (connection !== from && connection.isJoined) connection.send(frame);
    }
  }
}
