import type * as Y from 'yjs';
import type { CloseCode } from '../wire/close-codes.ts';
import type { FrameRefusal } from '../wire/refusal-codes.ts';
import type { Connection } from './connection.ts';
import type { Fence } from './fence.ts';

export type EditOutcome = 'committed' | 'unchanged' | 'conflict' | 'lease-lost';

export interface JoinEntry {
  type: 'join';
  connection: Connection;
  /** Called once the connection is in the room, or is closed. */
  done: () => void;
}
/** The peer's sync step 1: answered with what it lacks. */
export interface AnswerEntry {
  type: 'answer';
  connection: Connection;
  stateVector: Uint8Array;
}
export interface UpdateEntry {
  type: 'update';
  connection: Connection;
  /** Which document frame of its connection this is, from 1. */
  number: number;
  isStepTwo: boolean;
  /** As received, in a buffer of its own; `update` is a view on its end. Relayed as it is when it was an update. */
  frame: Uint8Array;
  update: Uint8Array;
}
export interface RefuseEntry {
  type: 'refuse';
  connection: Connection;
  number: number;
  refusal: FrameRefusal;
}
export interface CloseEntry {
  type: 'close';
  connection: Connection;
  code: CloseCode;
  reason: string;
}
export interface ReadEntry {
  type: 'read';
  read: (doc: Y.Doc) => void;
  fail: (error: unknown) => void;
}
export interface EditEntry {
  type: 'edit';
  change: (doc: Y.Doc) => void;
  fence: Fence | undefined;
  done: (outcome: EditOutcome) => void;
  fail: (error: unknown) => void;
}

/** What waits in a room for the next turn; taken strictly in order. */
export type RoomEntry =
  | JoinEntry
  | AnswerEntry
  | UpdateEntry
  | RefuseEntry
  | CloseEntry
  | ReadEntry
  | EditEntry;

/** Needs the document as committed, so it is done after the commit, or after the next one if the document was evicted. */
export type Reply = JoinEntry | AnswerEntry | ReadEntry | { type: 'ask'; connection: Connection };
