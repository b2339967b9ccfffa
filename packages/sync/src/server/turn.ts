import type { Connection } from './connection.ts';
import type { CloseEntry, EditEntry, RefuseEntry, Reply, UpdateEntry } from './room-entry.ts';
import type { PendingUpdate } from './update-log.ts';

/** What a room took from its queue for one commit, until that stands. */
export class Turn {
  /** Of all rooms together. */
  readonly batch: PendingUpdate[];
  /** An edit names the head it expects, so it is alone in its document's part of a commit. */
  edit: EditEntry | null = null;
  relays: { connection: Connection | null; frame: Uint8Array }[] = [];
  replies: Reply[] = [];
  readonly ends: (RefuseEntry | CloseEntry)[] = [];
  /** Those who are owed an ack, some of them more than once. */
  readonly touched: Connection[] = [];
  /** The room's part of the batch: from here up to `end`, exclusive. */
  readonly start: number;
  end: number;

  constructor(batch: PendingUpdate[]) {
    this.batch = batch;
    this.start = batch.length;
    this.end = batch.length;
  }

  /** The frame is settled with the commit. */
  pass({ connection, isStepTwo, number }: UpdateEntry): void {
    if (isStepTwo) {
      connection.awaitsStepTwo = false;
      connection.hasGap = false;
    }
    if (connection.hasGap) return;
    connection.settled = number;
    this.touched.push(connection);
  }

  cut(entry: RefuseEntry | CloseEntry): void {
    if (entry.connection.isCut) return;
    entry.connection.isCut = true;
    this.ends.push(entry);
  }
}
