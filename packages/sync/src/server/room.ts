import * as Y from 'yjs';
import { closeCodes } from '../wire/close-codes.ts';
import { encodeUpdate } from '../wire/frames.ts';
import type { FrameRefusal } from '../wire/refusal-codes.ts';
import { admitUpdate } from './admission/admit-update.ts';
import type { DocumentShape } from './admission/document-shape.ts';
import { holdingsOf } from './admission/holdings.ts';
import { applyUpdate } from './apply-update.ts';
import type { Connection } from './connection.ts';
import { holdsNothing, type SummaryView } from './document-summary.ts';
import type { History } from './history.ts';
import type { HubOptions } from './hub-options.ts';
import { ask, type Audience, giveReply, relay } from './give-reply.ts';
import { fitsLimits, type OpenedDocument } from './open-document.ts';
import type { EditEntry, Reply, RoomEntry, UpdateEntry } from './room-entry.ts';
import { Turn } from './turn.ts';
import type { CommitResult, PendingUpdate } from './update-log.ts';
import { applyRun, runFrom } from './update-run.ts';

/**
 * One open document. Frames wait in `queue`; `take` applies them and hands their bytes to the common
 * commit; `settle` tells everybody once that commit stands. Between the two no further entry is taken, so
 * outside of a commit the live document is exactly what is on disk.
 */
export class Room implements Audience {
  readonly document: string;
  readonly isServerWritten: boolean;
  readonly connections = new Set<Connection>();
  readonly history: History;
  readonly queue: (RoomEntry | Reply)[] = [];
  opened: OpenedDocument | null = null;
  /** Answers as long as nothing asks for the live document. */
  summary: SummaryView | null = null;
  /** Somebody holds nothing, which the stored bytes answer as well as the live document. */
  asksStored = false;
  isLoading = false;
  isCompacting = false;
  /** When something was last taken from its queue, ms of the hub's clock. */
  touchedAt = 0;
  readonly #host: HubOptions;
  readonly #shape: DocumentShape;
  #turn: Turn | null = null;
  #mustResend = false;
  #mustOpen = false;
  /** The head it fell asleep at. */
  #sleptAt: number | null = null;

  constructor(document: string, host: HubOptions, history: History) {
    const { access, shape } = host;
    this.document = document;
    this.isServerWritten = access(document) === 'server';
    this.#host = host;
    this.#shape = shape(document);
    this.history = history;
  }

  /** Nobody is here and nothing waits: the document may leave memory. */
  get isIdle(): boolean {
    return this.connections.size === 0 && this.queue.length === 0 && this.#turn === null && !this.isLoading;
  }

  /** An edit that waits until it is known under which id the server writes. */
  get waitsForWriterId(): EditEntry | undefined {
    return this.opened?.writerId === null ? this.queue.find((entry) => entry.type === 'edit') : undefined;
  }

  /** Something can be answered: from the live document, from its summary as far as that goes, or from neither. */
  get isReady(): boolean {
    if (this.opened !== null) return true;
    if (this.summary !== null && !this.#mustOpen && !this.asksStored) return true;
    return this.queue.length > 0 && this.queue.every(({ type }) => type === 'close' || type === 'refuse');
  }

  /** Peers wait for what they were not sent, whether somebody asks or not. */
  get mustOpen(): boolean {
    return this.opened === null && this.#mustResend;
  }

  /** Worth asking for a summary before the document is opened: nobody is here who surely brings or wants more. */
  get maySummarize(): boolean {
    const asksMore = (entry: RoomEntry | Reply): boolean =>
      entry.type === 'read' ||
      entry.type === 'edit' ||
      (entry.type === 'update' && entry.connection.isJoined);
    return !this.#mustOpen && !this.queue.some(asksMore);
  }

  /** False while what is in memory is at work. */
  get maySleep(): boolean {
    return (
      this.queue.length === 0 &&
      this.#turn === null &&
      !this.isLoading &&
      !this.isCompacting &&
      !this.mustOpen
    );
  }

  /** False when the document stands elsewhere than when it fell asleep: another writer was here. */
  isWhereItSlept({ headSeq }: SummaryView | OpenedDocument): boolean {
    return this.#sleptAt === null || this.#sleptAt === headSeq;
  }

  /** Somebody who joins proves that the store lost what it had. */
  get isBehind(): boolean {
    const standing = this.opened ?? this.summary;
    return (
      standing !== null &&
      this.queue.some((entry) => entry.type === 'join' && this.history.isBehind(entry.connection, standing))
    );
  }

  /** @param isWhole false when a row was lost while it was opened. */
  open(opened: OpenedDocument, isWhole: boolean): void {
    this.opened = opened;
    const { summary } = this;
    const isAsTold = isWhole && this.isWhereItSlept(opened) && (summary?.tells(opened) ?? true);
    this.summary = null;
    this.#sleptAt = null;
    // Set after loading: Yjs gives up a client id that it meets in a loaded update.
    if (opened.writerId !== null) opened.doc.clientID = opened.writerId;
    // Somebody else wrote since, or a row was lost: whoever is here was told something else.
    if (!isAsTold) {
      this.#mustResend = true;
      for (const connection of this.connections) if (connection.isJoined) ask(this, connection, opened);
    }
    if (!this.#mustResend) return;
    this.#mustResend = false;
    relay(this, encodeUpdate(Y.encodeStateAsUpdate(opened.doc)), null);
  }

  /** Who has the document opened pays for it as for sending its log once more. */
  chargeOpening({ bytes, placing }: OpenedDocument): void {
    const asking = this.queue.find((entry) => entry.type === 'update' || entry.type === 'answer');
    asking?.connection.owe(bytes + placing * this.#host.limits.bytesPerStep);
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

  /** Forgets the live document; it must be opened again before anything is answered. */
  evict(): void {
    this.#forgetDocument();
    this.#mustOpen = true;
  }

  /** Nobody touches the document: what is on disk answers until somebody does. */
  sleep(): void {
    this.#sleptAt = (this.opened ?? this.summary)?.headSeq ?? this.#sleptAt;
    this.#forgetDocument();
  }

  #forgetDocument(): void {
    this.opened?.doc.destroy();
    this.opened = null;
    this.summary = null;
    this.asksStored = false;
  }

  /** Applies what waits and appends the bytes that must be kept to `batch`. */
  take(batch: PendingUpdate[]): void {
    const turn = (this.#turn = new Turn(batch));
    let taken = 0;
    while (taken < this.queue.length && this.isReady && turn.edit === null) {
      const inOne = this.#takeRun(taken, turn);
      taken += inOne;
      if (inOne > 0) continue;
      const entry = this.queue[taken]!;
      if (!this.#takeEntry(entry, turn)) {
        if (entry.type === 'answer' && holdsNothing(entry.stateVector)) this.asksStored = true;
        else this.#mustOpen = true;
        break;
      }
      taken++;
    }
    this.queue.splice(0, taken);
    turn.end = batch.length;
  }

  /** The commit stands: relays, answers, acks, ends. Returns true when the document grew. */
  settle(results: readonly CommitResult[]): boolean {
    const turn = this.#turn;
    if (turn === null) return false;
    let committed = 0;
    let refused: 'conflict' | 'lease-lost' | null = null;
    for (let index = turn.start; index < turn.end; index++) {
      const result = results[index];
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
      turn.relays = [];
      this.#mustResend = true;
    }
    if (this.opened) this.opened.updateCount += committed;
    turn.edit?.done(refused ?? 'committed');
    for (const { frame, connection } of turn.relays) relay(this, frame, connection);
    // What the server wrote could not be merged with what it would write there again: its readers remember how far it got.
    if (this.opened && committed > 0 && this.isServerWritten)
      this.history.tell(this.connections, this.opened);
    const answering = this.opened ?? this.summary;
    if (answering) for (const reply of turn.replies) giveReply(this, reply, answering);
    else this.queue.unshift(...turn.replies);
    for (const connection of turn.touched) connection.acknowledge();
    for (const end of turn.ends) {
      if (end.type === 'refuse') end.connection.refuse(end.number, end.refusal);
      else end.connection.close(end.code, end.reason);
    }
    if (this.summary) this.summary.stored = null;
    this.#turn = null;
    return committed > 0;
  }

  /** Nothing of the batch was kept, or the document cannot be opened: everybody comes back later. */
  fail(error: unknown, reason: string): void {
    const turn = this.#turn;
    this.#turn = null;
    const waiting = [...(turn?.replies ?? []), ...this.queue.splice(0)];
    turn?.edit?.fail(error);
    this.evict();
    for (const connection of this.connections) connection.close(closeCodes.goingAway, reason);
    for (const entry of waiting) {
      if (entry.type === 'read' || entry.type === 'edit') entry.fail(error);
      else if (entry.type === 'join') entry.done();
    }
  }

  /** False when it takes the live document, which is not open: this entry and those behind it wait for that. */
  #takeEntry(entry: RoomEntry | Reply, turn: Turn): boolean {
    const { opened, summary } = this;
    switch (entry.type) {
      case 'refuse':
      case 'close':
        turn.cut(entry);
        return true;
      case 'update':
        return this.#takeUpdate(entry, turn);
      case 'edit':
        if (opened) this.#takeEdit(entry, opened, turn);
        return opened !== null;
      case 'answer': {
        const { connection, stateVector } = entry;
        if (opened === null && !connection.isClosed && !summary?.mayAnswer(stateVector)) return false;
        // Asked again in one turn: only the last question is answered, an answer may be the whole document.
        turn.replies = turn.replies.filter(
          (reply) => reply.type !== 'answer' || reply.connection !== connection,
        );
        break;
      }
      case 'read':
      case 'ask':
        if (opened === null) return false;
    }
    turn.replies.push(entry);
    return true;
  }

  #takeUpdate(entry: UpdateEntry, turn: Turn): boolean {
    if (entry.connection.isCut) return true;
    const { opened } = this;
    const holdings = opened ? holdingsOf(opened.doc) : this.summary;
    if (holdings === null) return false;
    const admission = admitUpdate(entry.update, holdings, this.#shape, this.#host.limits);
    if (typeof admission === 'string') {
      this.#refuse(turn, entry, admission);
      return true;
    }
    const { novelty, structs } = admission;
    if (novelty === 'nothing') turn.pass(entry);
    else if (opened === null) return false;
    // A document that lost a row to quarantine waits for it: what depends on that row is kept, not asked for again.
    else if (novelty === 'gap' && opened.doc.store.pendingStructs === null) this.#takeGap(entry, turn);
    else this.#keep(entry, structs, opened, turn);
    return true;
  }

  /** Takes what one connection sent in a row. Returns how many from there on, 0 where each must be taken alone. */
  #takeRun(from: number, turn: Turn): number {
    const { opened } = this;
    const run = opened === null ? [] : runFrom(this.queue, from);
    const connection = run[0]?.connection;
    if (opened === null || run.length < 2 || !connection) return 0;
    const watch = this.#watch();
    const applied = applyRun(run, opened, this.#shape, this.#host.limits, watch.hear);
    if (applied === null) {
      connection.isDoubted = true;
      this.evict();
      return 0;
    }
    const { taken, changed } = applied;
    if (changed !== null) this.#append(changed, encodeUpdate(changed), connection, watch.isQuiet, turn);
    for (const entry of run.slice(0, taken)) turn.pass(entry);
    return taken;
  }

  #keep(entry: UpdateEntry, structs: number, opened: OpenedDocument, turn: Turn): void {
    const { limits } = this.#host;
    if (!fitsLimits(opened, entry.update.length, structs, limits)) {
      return this.#refuse(turn, entry, 'document.too-large');
    }
    const watch = this.#watch();
    const applied = applyUpdate(entry, opened, limits, watch.hear);
    if (typeof applied === 'string') {
      this.evict();
      return this.#refuse(turn, entry, applied);
    }
    opened.bytes += applied.length;
    opened.structs += structs;
    const { update, frame, connection } = entry;
    this.#append(
      applied,
      applied === update ? frame : encodeUpdate(applied),
      connection,
      watch.isQuiet,
      turn,
    );
    turn.pass(entry);
  }

  #append(update: Uint8Array, frame: Uint8Array, connection: Connection, isQuiet: boolean, turn: Turn): void {
    turn.batch.push({ document: this.document, update, isQuiet });
    turn.relays.push({ connection, frame });
  }

  /** Hears what changes in the live document, and whether anything of it is for the projector. */
  #watch(): { isQuiet: boolean; hear: (transaction: Y.Transaction) => void } {
    const { document } = this;
    const { isDue, onApplied } = this.#host;
    const watch = {
      isQuiet: isDue !== undefined,
      hear: (transaction: Y.Transaction) => {
        watch.isQuiet &&= !isDue!(document, transaction);
        onApplied?.(document, transaction);
      },
    };
    return watch;
  }

  /** Typing during connect overtakes step 2, so a gap is answered by asking; only a step 2 has no excuse. */
  #takeGap(entry: UpdateEntry, turn: Turn): void {
    const { connection } = entry;
    if (entry.isStepTwo) return this.#refuse(turn, entry, 'document.gap');
    connection.hasGap = true;
    if (connection.awaitsStepTwo) return;
    connection.awaitsStepTwo = true;
    turn.replies.push({ type: 'ask', connection });
  }

  #takeEdit(entry: EditEntry, opened: OpenedDocument, turn: Turn): void {
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
    turn.edit = entry;
    const { fence } = entry;
    turn.batch.push({ document: this.document, update, expectedHeadSeq: headSeq, ...(fence && { fence }) });
    turn.relays.push({ connection: null, frame: encodeUpdate(update) });
  }

  #refuse(turn: Turn, { connection, number }: UpdateEntry, refusal: FrameRefusal): void {
    turn.cut({ type: 'refuse', connection, number, refusal });
  }
}
