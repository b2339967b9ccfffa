import { type Fence, LeaseLost } from '@komod/sync/server/fence';
import type { CommitResult, PendingUpdate, StoredDocument, UpdateLog } from '@komod/sync/server/update-log';
import { planCommit } from '../commit-plan.ts';
import { markDueQuery } from '../due-mark.ts';
import type { Timeline } from '../timeline.ts';
import type { SqliteGate } from './sqlite-gate.ts';

interface DocumentRow {
  id: number;
  epoch: number;
  head_seq: number;
  snapshot: Uint8Array | null;
  snapshot_seq: number;
  writer_id: number | null;
  summary_seq: number;
}

interface SummaryRow {
  epoch: number;
  head_seq: number;
  state_vector: Uint8Array;
  delete_set: Uint8Array;
}

export interface SqliteUpdateLogOptions {
  gate: SqliteGate;
  timeline: Timeline;
  now: () => number;
  /** Attempts after which a projection is parked. */
  parkedAttempts: number;
  onDue: () => void;
}

/** Marks one document due; inside `gate.write` only. */
function prepareMarkDue({ build, writer }: SqliteGate, parkedAttempts: number) {
  const { sql } = markDueQuery(build, [{ document: '', dueAt: 0, cause: '' }], parkedAttempts).compile();
  const statement = writer.prepare<unknown, [string, number, string, number, number]>(sql);
  return (document: string, dueAt: number, cause: string) => void statement.run(document, dueAt, cause, 0, 1);
}

/** The durable log. Its statements are prepared once: this is the path of every frame. */
export function createSqliteUpdateLog(options: SqliteUpdateLogOptions): UpdateLog {
  const { gate, now } = options;
  const { writer, reader } = gate;
  const readDocument = reader.prepare<DocumentRow, [string]>(
    `select id, epoch, d.head_seq, snapshot, snapshot_seq, writer_id, coalesce(s.head_seq, 0) as summary_seq
     from document d left join document_summary s on s.document_id = d.id
     left join document_snapshot f on f.document_id = d.id where name = ?`,
  );
  // A document that lost a row has none at that head: its columns are null.
  const readSummary = reader.prepare<SummaryRow, [string]>(
    `select epoch, d.head_seq, state_vector, delete_set
     from document d join document_summary s on s.document_id = d.id and s.head_seq = d.head_seq
     where name = ? and state_vector is not null`,
  );
  const writeSummary = writer.prepare<unknown, [Uint8Array, Uint8Array, string, number]>(
    `insert into document_summary (document_id, head_seq, state_vector, delete_set)
     select id, head_seq, ?, ? from document where name = ? and head_seq = ?
     on conflict (document_id) do update set
       head_seq = excluded.head_seq, state_vector = excluded.state_vector, delete_set = excluded.delete_set
     where excluded.head_seq > document_summary.head_seq`,
  );
  const readUpdates = reader.prepare<{ seq: number; update_bytes: Uint8Array }, [number, number]>(
    'select seq, update_bytes from update_log where document_id = ? and seq > ? order by seq',
  );
  const findHead = writer.prepare<{ id: number; head_seq: number }, [string]>(
    'select id, head_seq from document where name = ?',
  );
  const createDocument = writer.prepare<{ id: number; head_seq: number }, [string]>(
    `insert into document (name, epoch, head_seq, snapshot_seq) values (?, 1, 0, 0)
     on conflict (name) do update set epoch = epoch returning id, head_seq`,
  );
  const appendUpdate = writer.prepare<unknown, [number, number, Uint8Array]>(
    'insert into update_log (document_id, seq, update_bytes) values (?, ?, ?)',
  );
  const moveHead = writer.prepare<unknown, [number, number]>('update document set head_seq = ? where id = ?');
  const findFence = writer.prepare<{ fence: number }, [string, number]>(
    'select fence from lease where name = ? and fence = ?',
  );
  const isHeld = ({ lease, number }: Fence) => findFence.get(lease, number) !== null;
  const markDue = prepareMarkDue(gate, options.parkedAttempts);

  function commitBatch(batch: readonly PendingUpdate[]): { results: CommitResult[]; isDue: boolean } {
    const rows = new Map<string, { id: number; head_seq: number } | null>();
    const rowOf = (document: string) => {
      const known = rows.get(document);
      if (known !== undefined) return known;
      const row = findHead.get(document);
      rows.set(document, row);
      return row;
    };
    const headOf = (document: string) => rowOf(document)?.head_seq ?? 0;
    const { results, appended, heads, due } = planCommit(batch, headOf, isHeld);
    const ids = new Map<string, number>();
    for (const document of heads.keys())
      ids.set(document, (rowOf(document) ?? createDocument.get(document)!).id);
    for (const { document, seq, update } of appended) appendUpdate.run(ids.get(document)!, seq, update);
    for (const [document, seq] of heads) moveHead.run(seq, ids.get(document)!);
    for (const document of due) markDue(document, now(), 'log');
    return { results, isDue: due.length > 0 };
  }

  return {
    timeline: options.timeline.current,

    renewTimeline: options.timeline.renew,

    async load(document): Promise<StoredDocument> {
      const row = readDocument.get(document);
      if (!row)
        return { document, epoch: 1, headSeq: 0, updates: [], snapshot: null, writerId: null, summarySeq: 0 };
      const updates = readUpdates.all(row.id, row.snapshot_seq);
      return {
        document,
        epoch: row.epoch,
        headSeq: row.head_seq,
        updates: updates.map(({ seq, update_bytes: update }) => ({ seq, update })),
        snapshot: row.snapshot,
        writerId: row.writer_id,
        summarySeq: row.summary_seq,
      };
    },

    async summary(document) {
      const row = readSummary.get(document);
      if (!row) return null;
      return {
        epoch: row.epoch,
        headSeq: row.head_seq,
        stateVector: row.state_vector,
        deleteSet: row.delete_set,
      };
    },

    async keepSummaries(summaries) {
      gate.write(() => {
        for (const [document, { headSeq, stateVector, deleteSet }] of summaries)
          writeSummary.run(stateVector, deleteSet, document, headSeq);
      });
    },

    async commit(batch) {
      const { results, isDue } = gate.write(() => commitBatch(batch));
      if (isDue) options.onDue();
      return results;
    },

    async compact(document, throughSeq, snapshot) {
      gate.write(() => {
        const row = findHead.get(document);
        if (!row || throughSeq > row.head_seq) throw new Error('A snapshot is never ahead of its log.');
        const moved = writer
          .query<{ id: number }, [number, number, number]>(
            'update document set snapshot_seq = ? where id = ? and snapshot_seq < ? returning id',
          )
          .get(throughSeq, row.id, throughSeq);
        if (!moved) return;
        writer
          .query('insert or replace into document_snapshot (document_id, snapshot) values (?, ?)')
          .run(row.id, snapshot);
        // Asked for anew: the row above is what was given, not what was kept.
        const kept = writer
          .query<{ snapshot: Uint8Array }, [number]>(
            'select snapshot from document_snapshot where document_id = ?',
          )
          .get(row.id);
        if (!kept || Buffer.compare(kept.snapshot, snapshot) !== 0)
          throw new Error('the stored snapshot reads back differently');
        writer.query('delete from update_log where document_id = ? and seq <= ?').run(row.id, throughSeq);
      });
    },

    async quarantine(document, seq, reason) {
      gate.write(() => {
        const row = findHead.get(document);
        if (!row) return;
        writer
          .query(
            `insert or ignore into update_quarantine (document_id, seq, update_bytes, reason, at)
             select document_id, seq, update_bytes, ?, ? from update_log where document_id = ? and seq = ?`,
          )
          .run(reason, now(), row.id, seq);
        writer.query('delete from update_log where document_id = ? and seq = ?').run(row.id, seq);
        writer
          .query(
            `insert or replace into document_summary (document_id, head_seq, state_vector, delete_set)
             values (?, ?, null, null)`,
          )
          .run(row.id, row.head_seq);
      });
    },

    async claimWriterId(document, candidate, fence) {
      return gate.write(() => {
        if (fence && !isHeld(fence)) throw new LeaseLost(fence);
        createDocument.get(document);
        const row = writer
          .query<{ writer_id: number }, [number, string]>(
            'update document set writer_id = coalesce(writer_id, ?) where name = ? returning writer_id',
          )
          .get(candidate, document);
        return row!.writer_id;
      });
    },
  };
}
