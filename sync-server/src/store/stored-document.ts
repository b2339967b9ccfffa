import type { StoredDocument } from '@komod/sync/server/update-log';
import { sql } from 'kysely';
import type { StoreReader } from './store-reader.ts';

/** Everything the store knows of one document, for the host's eyes. */
export interface DocumentRecord {
  stored: StoredDocument;
  snapshotSeq: number;
  quarantined: { seq: number; bytes: number; at: number }[];
  /** `null` when nothing waits for the projector. */
  due: { dueAt: number; cause: string; attempts: number } | null;
}

/** As of one commit: row counts and head belong to each other. `null` for a document nobody ever wrote. */
export async function readDocumentRecord(
  { build, readTogether }: StoreReader,
  name: string,
): Promise<DocumentRecord | null> {
  const named = build.selectFrom('document').where('name', '=', name);
  const [[row], updates, quarantined, [due]] = await readTogether(
    named
      .leftJoin('document_summary', 'document_summary.document_id', 'id')
      .leftJoin('document_snapshot', 'document_snapshot.document_id', 'id')
      .select(['epoch', 'document.head_seq', 'snapshot', 'snapshot_seq', 'writer_id'])
      .select('document_summary.head_seq as summary_seq'),
    named
      .innerJoin('update_log', 'document_id', 'id')
      .select(['seq', 'update_bytes as update'])
      .whereRef('seq', '>', 'snapshot_seq')
      .orderBy('seq'),
    named
      .innerJoin('update_quarantine', 'document_id', 'id')
      .select(['seq', 'at', sql<number>`length(update_bytes)`.as('bytes')])
      .orderBy('seq'),
    build
      .selectFrom('projection_due')
      .where('document', '=', name)
      .select(['due_at as dueAt', 'cause', 'attempts']),
  );
  if (!row) return null;
  const stored = {
    document: name,
    epoch: row.epoch,
    headSeq: row.head_seq,
    updates,
    snapshot: row.snapshot,
    writerId: row.writer_id,
    summarySeq: row.summary_seq ?? 0,
  };
  return { stored, snapshotSeq: row.snapshot_seq, quarantined, due: due ?? null };
}

/** The user id behind a handle, `null` when nobody has it. */
export async function userIdOf({ build, read }: StoreReader, handle: string): Promise<string | null> {
  const [row] = await read(build.selectFrom('person').where('handle', '=', handle).select('user_id'));
  return row?.user_id ?? null;
}
