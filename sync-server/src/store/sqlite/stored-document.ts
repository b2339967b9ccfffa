import { Database } from 'bun:sqlite';
import type { StoredDocument } from '@komod/sync/server/update-log';

/** Everything the store knows of one document, for the host's eyes. */
export interface DocumentRecord {
  stored: StoredDocument;
  snapshotSeq: number;
  quarantined: { seq: number; bytes: number; at: number }[];
  /** `null` when nothing waits for the projector. */
  due: { dueAt: number; cause: string; attempts: number } | null;
}

/** Reads beside a running server, as of its last commit. `null` for a document nobody ever wrote. */
export function readDocumentRecord(path: string, name: string): DocumentRecord | null {
  using database = new Database(path, { readonly: true });
  database.run('pragma busy_timeout = 5000');
  // One reading transaction: row counts and head belong to each other.
  return database.transaction((): DocumentRecord | null => {
    const row = database
      .query<
        {
          id: number;
          epoch: number;
          head: number;
          snapshot: Uint8Array | null;
          snapshotSeq: number;
          writerId: number | null;
          summarySeq: number;
        },
        [string]
      >(
        `select id, epoch, d.head_seq as head, snapshot, snapshot_seq as "snapshotSeq", writer_id as "writerId",
           coalesce(s.head_seq, 0) as "summarySeq"
         from document d left join document_summary s on s.document_id = d.id
         left join document_snapshot f on f.document_id = d.id where name = ?`,
      )
      .get(name);
    if (!row) return null;
    const { id, epoch, head: headSeq, snapshot, snapshotSeq, writerId, summarySeq } = row;
    const updates = database
      .query<{ seq: number; update: Uint8Array }, [number, number]>(
        'select seq, update_bytes as "update" from update_log where document_id = ? and seq > ? order by seq',
      )
      .all(id, snapshotSeq);
    const quarantined = database
      .query<{ seq: number; bytes: number; at: number }, [number]>(
        `select seq, length(update_bytes) as bytes, at from update_quarantine where document_id = ? order by seq`,
      )
      .all(id);
    const due = database
      .query<{ dueAt: number; cause: string; attempts: number }, [string]>(
        'select due_at as "dueAt", cause, attempts from projection_due where document = ?',
      )
      .get(name);
    const stored = { document: name, epoch, headSeq, updates, snapshot, writerId, summarySeq };
    return { stored, snapshotSeq, quarantined, due };
  })();
}

/** The user id behind a handle, `null` when nobody has it. */
export function userIdOf(path: string, handle: string): string | null {
  using database = new Database(path, { readonly: true });
  const row = database
    .query<{ id: string }, [string]>('select user_id as id from person where handle = ?')
    .get(handle);
  return row?.id ?? null;
}
