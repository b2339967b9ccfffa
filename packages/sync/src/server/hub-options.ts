import type * as Y from 'yjs';
import type { DocumentShape } from './admission/document-shape.ts';
import type { WireLimits } from '../wire/limits.ts';
import type { HubClock, HubLogger, HubObserver } from './hub-ports.ts';
import type { UpdateLog } from './update-log.ts';

export interface HubOptions {
  log: UpdateLog;
  clock: HubClock;
  /** Runs `flush` soon, so that what comes close together is one commit (`TurnPace`). A microtask would commit every frame alone. */
  schedule(flush: () => void): void;
  /** 0 up to 1, exclusive. */
  random(): number;
  limits: WireLimits;
  /** Who writes the document: the owner's devices, or the server through `edit`. */
  access(document: string): 'owner' | 'server';
  /** What its owner's devices may write into the document. */
  shape(document: string): DocumentShape;
  /** Whether what a device changed asks for a projection; always, where it is not told. */
  isDue?(document: string, transaction: Y.Transaction): boolean;
  /** A device's edit was applied to the live document, and is not committed yet. Neither may be kept. */
  onApplied?(document: string, transaction: Y.Transaction): void;
  /** A mark on some words that nobody else can make, the same for the same words. */
  seal(words: string): string;
  /** After every commit: the documents that grew. */
  onCommitted?(documents: readonly string[]): void;
  /** The store was found to be an older copy and tells a new history from now on. */
  onTimelineRenewed?(): void;
  observer?: HubObserver;
  logger: HubLogger;
}

export interface HubStats {
  connections: number;
  /** Accounts that are connected, or still owe for what they sent. */
  accounts: number;
  /** Documents that somebody is connected to, or that are at work. */
  documents: number;
  /** Those of them in memory: themselves or their summary. */
  awake: number;
  /** Document frames received. */
  frames: number;
  /** Entries waiting for the next commit. */
  queued: number;
  commits: number;
  committedUpdates: number;
  /** How often a document was loaded; one that its summary answers for is not. */
  opened: number;
}
