import { closeCodes, timelineReason } from '../wire/close-codes.ts';
import { encodeStepOne, encodeStepTwo, encodeUpdate } from '../wire/frames.ts';
import type { Connection } from './connection.ts';
import { answerFrom, isAhead, stateVectorOf, type SummaryView } from './document-summary.ts';
import type { History } from './history.ts';
import type { OpenedDocument } from './open-document.ts';
import type { AnswerEntry, Reply } from './room-entry.ts';

/** Who hears what is said in a room. */
export interface Audience {
  readonly connections: ReadonlySet<Connection>;
  readonly history: History;
  readonly isServerWritten: boolean;
}

/** Says what was asked for, as the document stands on disk. */
export function giveReply(room: Audience, reply: Reply, from: OpenedDocument | SummaryView): void {
  switch (reply.type) {
    case 'join': {
      join(room, reply.connection, from);
      reply.done();
      break;
    }
    case 'ask':
      ask(room, reply.connection, from);
      break;
    case 'answer':
      answer(room, reply, from);
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

/** Step 1, which asks for all that the document lacks. */
export function ask(
  { isServerWritten }: Audience,
  connection: Connection,
  from: OpenedDocument | SummaryView,
): void {
  if (isServerWritten) return;
  connection.awaitsStepTwo = true;
  connection.send(encodeStepOne(stateVectorOf(from)));
}

/** Hands a frame on to everybody but who it came from. */
export function relay({ connections }: Audience, frame: Uint8Array, from: Connection | null): void {
  for (const connection of connections) {
    if (connection !== from && connection.isJoined) connection.send(frame);
  }
}

function join(room: Audience, connection: Connection, from: OpenedDocument | SummaryView): void {
  if (room.history.isOther(connection, from))
    return connection.close(closeCodes.otherTimeline, timelineReason);
  connection.isJoined = true;
  room.history.greet(connection, from);
  ask(room, connection, from);
}

function answer(
  { isServerWritten }: Audience,
  { connection, stateVector }: AnswerEntry,
  from: OpenedDocument | SummaryView,
): void {
  if (connection.isClosed) return;
  let pieces: readonly Uint8Array[];
  try {
    // Nobody else writes it: what the store does not hold it has lost, or never had in this history.
    if (isServerWritten && connection.followsHistory && isAhead(stateVector, from))
      return connection.close(closeCodes.otherTimeline, timelineReason);
    pieces = answerFrom(from, stateVector);
  } catch {
    return connection.close(closeCodes.malformed, 'document.malformed');
  }
  connection.owe(pieces.reduce((sum, { length }) => sum + length, 0));
  // Step 2 comes last: whoever hears it has everything.
  for (const piece of pieces.slice(0, -1)) connection.send(encodeUpdate(piece));
  connection.send(encodeStepTwo(pieces.at(-1)!));
}
