import type * as Y from 'yjs';
import type { KnownHistory } from '../wire/known-history.ts';
import type { Replaced } from './local-document.ts';
import type { UnackedMarker } from './stored-marks.ts';

/** A `BroadcastChannel`: hears what the other tabs of this device say, in the order in which each said it. */
export interface TabChannel {
  postMessage(message: unknown): void;
  close(): void;
  addEventListener(type: 'message', hear: (event: MessageEvent) => void): void;
}

/** The name of the channel tells it: another one is another name, so tabs of two versions never meet. */
export const tabProtocol = 1;

/** The document `generation` is in the place of the document `before`. */
export interface TabReplacement extends Pick<Replaced, 'from' | 'to'> {
  before: number | null;
  generation: number;
}

/** What tabs tell each other. With `lead` it is the leader's word, else that of another tab. */
export interface TabMessage {
  lead?: number;
  /** The leader is in step with the server. */
  ready?: boolean;
  /** Which line it concerns; without one it is for all. */
  line?: number;
  /** Counts the frames of the leader, and those of each line. */
  count?: number;
  /** A message of the wire. */
  frame?: Uint8Array;
  /** With `frame`: the other side has everything from here on. */
  whole?: boolean;
  /** With a frame of the leader: what the server has not acknowledged. */
  mark?: UnackedMarker | null;
  /** With a frame of another tab: what its work concerns. */
  tags?: readonly string[];
  /** Opens a line: what its tab knows of the server's history. */
  history?: KnownHistory | null;
  /** Ends a line. `alone`: the server must hear that tab itself. */
  end?: 'gone' | 'alone';
  /** The line to the server may be dead: look. */
  prod?: boolean;
  /** Opens a line: which document its tab has. */
  generation?: number | null;
  /** The document is another one, on the disk too. */
  replaced?: TabReplacement;
}

/** What the lines of a replica must know of it, and do with it. */
export interface TabParts {
  readOnly: boolean;
  doc(): Y.Doc;
  isSynced(): boolean;
  unacked(): UnackedMarker | null;
  history(): KnownHistory | null;
  generation(): number | null;
  /** Another tab's work, which is this one's from now on. */
  take(update: Uint8Array, tags: readonly string[]): void;
  /** Another tab has something that the server may not have. */
  found(mark: UnackedMarker): void;
  /** Another tab has put a document in the place of this one. */
  succeed(replaced: TabReplacement): void;
  /** Connects anew, now. */
  redial(): void;
  /** Asks whether the line to the server is there. */
  retryNow(): void;
}
