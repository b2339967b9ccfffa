import * as Y from 'yjs';
import { closeCodes, timelineReason } from '../wire/close-codes.ts';
import { encodeStepOne, encodeStepTwo, encodeUpdate } from '../wire/frames.ts';
import type { FrameRefusal } from '../wire/refusal-codes.ts';
import { admitUpdate } from './admission/admit-update.ts';
import type { DocumentShape } from './admission/document-shape.ts';
import { holdingsOf } from './admission/holdings.ts';
import { applyUpdate } from './apply-update.ts';
import type { Connection } from './connection.ts';
import { answerFrom, holdsNothing, isAhead, stateVectorOf, type SummaryView } from './document-summary.ts';
import { History } from './history.ts';
import type { HubOptions } from './hub-options.ts';
import { fitsLimits, type OpenedDocument } from './open-document.ts';
import type {
  AnswerEntry,
  CloseEntry,
  EditEntry,
  RefuseEntry,
  Reply,
  RoomEntry,
  UpdateEntry,
} from './room-entry.ts';
import type { CommitResult, PendingUpdate } from './update-log.ts';

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
  /** Answers as long as nothing asks for the live document. */
  summary: SummaryView | null = null;
  /** Somebody holds nothing, which the stored bytes answer as well as the live document. */
  asksStored = false;
  isLoading = false;
  isInTurn = false;
  isCompacting = false;
  readonly #host: HubOptions;
  readonly #history: History;
  readonly #shape: DocumentShape;
  #relays: { connection: Connection | null; frame: Uint8Array }[] = [];
  #replies: Reply[] = [];
  #ends: (RefuseEntry | CloseEntry)[] = [];
  readonly #touched = new Set<Connection>();
  #edit: EditEntry | null = null;
  #firstResult = 0;
  #resultCount = 0;
  #mustResend = false;
  #mustOpen = false;

  constructor(document: string, host: HubOptions) {
    const { access, shape, log, seal } = host;
    this.document = document;
    this.isServerWritten = access(document) === 'server';
    this.#host = host;
    this.#shape = shape(document);
    this.#history = new History(document, { timeline: () => log.timeline(), seal });
  }

  /** Nobody is here and nothing waits: the document may leave memory. */
  get isIdle(): boolean {
    return this.connections.size === 0 && this.queue.length === 0 && !this.isInTurn && !this.isLoading;
  }

  /** An edit that waits until it is known under which id the server writes. */
  get waitsForWriterId(): EditEntry | undefined {
    return this.opened?.writerId === null ? this.queue.find((entry) => entry.type === 'edit') : undefined;
  }

  /** Something can be answered: from the live document, or from its summary as far as that goes. */
  get isReady(): boolean {
    return this.opened !== null || (this.summary !== null && !this.#mustOpen && !this.asksStored);
  }

  /** Worth asking for a summary before the document is opened. */
  get maySummarize(): boolean {
    return !this.#mustOpen && !this.queue.some(({ type }) => type === 'read' || type === 'edit');
  }

  /** Somebody who joins proves that the store lost what it had. */
  get isBehind(): boolean {
    const standing = this.opened ?? this.summary;
    return (
      standing !== null &&
      this.queue.some((entry) => entry.type === 'join' && this.#history.isBehind(entry.connection, standing))
    );
  }

  open(opened: OpenedDocument): void {
    this.opened = opened;
    const { summary } = this;
    this.summary = null;
    // Set after loading: Yjs gives up a client id that it meets in a loaded update.
    if (opened.writerId !== null) opened.doc.clientID = opened.writerId;
    // Somebody else wrote since, or a row was lost: whoever was answered from the summary was told something else.
    if (summary !== null && !summary.tells(opened)) {
      this.#mustResend = true;
      for (const connection of this.connections) if (connection.isJoined) this.#ask(connection, opened);
    }
    if (!this.#mustResend) return;
    this.#mustResend = false;
    this.#relay(encodeUpdate(Y.encodeStateAsUpdate(opened.doc)), null);
  }

  /** Its writer may not write any more; the rest of the room goes on. */
  dropEdit(edit: EditEntry): void {
    const index = this.queue.indexOf(edit);
    if (index >= 0) this.queue.splice(index, 1);
    edit.done('lease-lost');
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
    this.summary = null;
    this.asksStored = false;
    this.#mustOpen = true;
  }

  /** Applies what waits and appends the bytes that must be kept to `batch`. */
  take(batch: PendingUpdate[]): void {
    this.isInTurn = true;
    this.#firstResult = batch.length;
    let taken = 0;
    for (const entry of this.queue) {
      // An edit names the head it expects, so it is alone in its document's part of a commit.
      if (!this.isReady || this.#edit !== null) break;
      if (!this.#takeEntry(entry, batch)) {
        if (entry.type === 'answer' && holdsNothing(entry.stateVector)) this.asksStored = true;
        else this.#mustOpen = true;
        break;
      }
      taken++;
    }
    this.queue.splice(0, taken);
    this.#resultCount = batch.length - this.#firstResult;
  }

  /** The commit stands: relays, answers, acks, ends. Returns true when the document grew. */
  settle(results: readonly CommitResult[]): boolean {
    let committed = 0;
    let refused: 'conflict' | 'lease-lost' | null = null;
    for (let index = 0; index < this.#resultCount; index++) {
      const result = results[this.#firstResult + index];
      if (result?.status !== 'committed') {
        refused = result?.status ?? 'conflict';
      } else {
        committed++;
        if (this.opened) this.opened.headSeq = result.seq;
      }
    }
    if (refused !== null) {
      // Another writer was faster, or has the lease: what we hold and what peers were about to see never happened.
      this.evict();
      this.#relays = [];
      this.#mustResend = true;
    }
    if (this.opened) this.opened.updateCount += committed;
    this.#edit?.done(refused ?? 'committed');
    this.#edit = null;
    for (const { frame, connection } of this.#relays) this.#relay(frame, connection);
    // What the server wrote could not be merged with what it would write there again: its readers remember how far it got.
    if (this.opened && committed > 0 && this.isServerWritten)
      this.#history.tell(this.connections, this.opened);
    const answering = this.opened ?? this.summary;
    if (answering) for (const reply of this.#replies) this.#reply(reply, answering);
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
    if (this.#relays.length > 0) this.#relays = [];
    if (this.#replies.length > 0) this.#replies = [];
    if (this.#ends.length > 0) this.#ends = [];
    if (this.summary) this.summary.stored = null;
    if (this.#touched.size > 0) this.#touched.clear();
    this.#resultCount = 0;
    this.isInTurn = false;
  }

  /** False when it takes the live document, which is not open: this entry and those behind it wait for that. */
  #takeEntry(entry: RoomEntry | Reply, batch: PendingUpdate[]): boolean {
    const { opened, summary } = this;
    switch (entry.type) {
      case 'refuse':
      case 'close':
        this.#end(entry);
        return true;
      case 'update':
        return this.#takeUpdate(entry, batch);
      case 'edit':
        if (opened) this.#takeEdit(entry, opened, batch);
        return opened !== null;
      case 'answer': {
        const { connection, stateVector } = entry;
        if (opened === null && !connection.isClosed && !summary?.mayAnswer(stateVector)) return false;
        // Asked again in one turn: only the last question is answered, an answer may be the whole document.
        this.#replies = this.#replies.filter(
          (reply) => reply.type !== 'answer' || reply.connection !== connection,
        );
        break;
      }
      case 'read':
      case 'ask':
        if (opened === null) return false;
    }
    this.#replies.push(entry);
    return true;
  }

  #takeUpdate(entry: UpdateEntry, batch: PendingUpdate[]): boolean {
    if (entry.connection.isCut) return true;
    const { opened } = this;
    const holdings = opened ? holdingsOf(opened.doc) : this.summary;
    if (holdings === null) return false;
    const admission = admitUpdate(entry.update, holdings, this.#shape, this.#host.limits);
    if (typeof admission === 'string') {
      this.#refuse(entry, admission);
      return true;
    }
    const { novelty, structs } = admission;
    if (novelty === 'nothing') this.#pass(entry);
    else if (opened === null) return false;
    // A document that lost a row to quarantine waits for it: what depends on that row is kept, not asked for again.
    else if (novelty === 'gap' && opened.doc.store.pendingStructs === null) this.#takeGap(entry);
    else this.#keep(entry, structs, opened, batch);
    return true;
  }

  #keep(entry: UpdateEntry, structs: number, opened: OpenedDocument, batch: PendingUpdate[]): void {
    const { document } = this;
    const { limits, isDue, onApplied } = this.#host;
    if (!fitsLimits(opened, entry.update.length, structs, limits)) {
      return this.#refuse(entry, 'document.too-large');
    }
    let isQuiet = isDue !== undefined;
    const applied = applyUpdate(entry, opened, limits, (transaction) => {
      isQuiet &&= !isDue!(document, transaction);
      onApplied?.(document, transaction);
    });
    if (typeof applied === 'string') {
      this.evict();
      return this.#refuse(entry, applied);
    }
    opened.bytes += applied.length;
    opened.structs += structs;
    batch.push({ document, update: applied, isQuiet });
    this.#relays.push(entry);
    this.#pass(entry);
  }

  /** The frame is settled with the commit of this turn. */
  #pass(entry: UpdateEntry): void {
    const { connection } = entry;
    if (entry.isStepTwo) {
      connection.awaitsStepTwo = false;
      connection.hasGap = false;
    }
    if (!connection.hasGap) {
      connection.settled = entry.number;
      this.#touched.add(connection);
    }
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
    const { fence } = entry;
    batch.push({ document: this.document, update, expectedHeadSeq: headSeq, ...(fence && { fence }) });
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

  #reply(reply: Reply, from: OpenedDocument | SummaryView): void {
    switch (reply.type) {
      case 'join': {
        this.#join(reply.connection, from);
        reply.done();
        break;
      }
      case 'ask':
        this.#ask(reply.connection, from);
        break;
      case 'answer':
        this.#answer(reply, from);
        break;
      case 'read':
        if (!('doc' in from)) throw new Error('a summary cannot be read');
        try {
          reply.read(from.doc);
        } catch (error) {
          reply.fail(error);
        }
    }
  }

  #join(connection: Connection, from: OpenedDocument | SummaryView): void {
    if (this.#history.isOther(connection, from))
      return connection.close(closeCodes.otherTimeline, timelineReason);
    connection.isJoined = true;
    this.#history.greet(connection, from);
    this.#ask(connection, from);
  }

  /** Step 1, which asks for all that the document lacks. */
  #ask(connection: Connection, from: OpenedDocument | SummaryView): void {
    if (this.isServerWritten) return;
    connection.awaitsStepTwo = true;
    connection.send(encodeStepOne(stateVectorOf(from)));
  }

  #answer({ connection, stateVector }: AnswerEntry, from: OpenedDocument | SummaryView): void {
    if (connection.isClosed) return;
    let pieces: readonly Uint8Array[];
    try {
      // Nobody else writes it: what the store does not hold it has lost, or never had in this history.
      if (this.isServerWritten && connection.followsHistory && isAhead(stateVector, from))
        return connection.close(closeCodes.otherTimeline, timelineReason);
      pieces = answerFrom(from, stateVector);
    } catch {
      return connection.close(closeCodes.malformed, 'document.malformed');
    }
    // Step 2 comes last: whoever hears it has everything.
    for (const piece of pieces.slice(0, -1)) connection.send(encodeUpdate(piece));
    connection.send(encodeStepTwo(pieces.at(-1)!));
  }

  #relay(frame: Uint8Array, from: Connection | null): void {
    for (const connection of this.connections) {
      if (connection !== from && connection.isJoined) connection.send(frame);
    }
  }
}
