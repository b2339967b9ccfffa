import type { Fence } from '@komod/sync/server/fence';
import type { CommitResult, PendingUpdate, StoredDocument, UpdateLog } from '@komod/sync/server/update-log';
import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { type CommitPlan, planCommit } from '../commit-plan.ts';
import { markDueQuery } from '../due-mark.ts';
import { holdFence } from '../lease-table.ts';
import { ask, askAll, type Work } from '../sql-engine.ts';
import type { Timeline } from '../timeline.ts';
import { type PostgresEngine, send } from './postgres-engine.ts';

export interface PostgresUpdateLogOptions {
  engine: PostgresEngine;
  timeline: Timeline;
  now: () => number;
  parkedAttempts: number;
  onDue: () => void;
}

interface HeadRow {
  id: number;
  name: string;
  head_seq: number;
}

interface LeaseRow {
  name: string;
  fence: number;
}

/** Held until the transaction ends, in one order for everybody, so that no two wait for each other. */
const findHeads = 'select id, name, head_seq from document where name = any($1) order by name for update';
const holdLease = 'select name, fence from lease where name = $1 for share';
const createDocuments = `insert into document (name, epoch, head_seq, snapshot_seq)
  select name, 1, 0, 0 from unnest($1::text[]) as name order by name
  on conflict (name) do update set epoch = document.epoch returning id, name, head_seq`;
// The bytes travel as one parameter: of an array each would be sent as text.
const appendUpdates = `insert into update_log (document_id, seq, update_bytes)
  select document_id, seq, substring($1::bytea from start for length)
  from unnest($2::bigint[], $3::bigint[], $4::int[], $5::int[]) as added(document_id, seq, start, length)`;
const moveHeads = `update document set head_seq = moved.seq
  from unnest($1::bigint[], $2::bigint[]) as moved(id, seq) where document.id = moved.id`;

interface Held {
  heads: ReadonlyMap<string, HeadRow>;
  isHeld(fence: Fence): boolean;
}

/**
 * The heads of every document of the batch that exists or may come to exist by it, and the leases that it names; `begin`
 * travels with them.
 */
async function holdHeads(client: PoolClient, batch: readonly PendingUpdate[]): Promise<Held> {
  const names = [...new Set(batch.map(({ document }) => document))].toSorted();
  const leases = new Set(batch.flatMap(({ fence }) => (fence ? [fence.lease] : [])));
  const [, found, ...standing] = await Promise.all([
    client.query('begin'),
    send<HeadRow>(client, { name: 'find-heads', text: findHeads, values: [names] }),
    ...[...leases]
      .toSorted()
      .map((lease) => send<LeaseRow>(client, { name: 'hold-lease', text: holdLease, values: [lease] })),
  ]);
  const fences = new Map(standing.flat().map(({ name, fence }) => [name, fence]));
  const isHeld = (fence: Fence) => fences.get(fence.lease) === fence.number;
  const heads = new Map(found.map((row) => [row.name, row]));
  const made = new Set<string>();
  for (const { document, expectedHeadSeq, fence } of batch)
    if (!heads.has(document) && !expectedHeadSeq && (!fence || isHeld(fence))) made.add(document);
  if (made.size > 0)
    for (const row of await send<HeadRow>(client, { text: createDocuments, values: [[...made].toSorted()] }))
      heads.set(row.name, row);
  return { heads, isHeld };
}

const appendQuery = ({ appended }: CommitPlan, heads: ReadonlyMap<string, HeadRow>) => {
  const starts: number[] = [];
  let length = 0;
  for (const { update } of appended) {
    // SQL counts bytes from 1.
    starts.push(length + 1);
    length += update.length;
  }
  return {
    name: 'append-updates',
    text: appendUpdates,
    values: [
      Buffer.concat(appended.map(({ update }) => update)),
      appended.map(({ document }) => heads.get(document)!.id),
      appended.map(({ seq }) => seq),
      starts,
      appended.map(({ update }) => update.length),
    ],
  };
};

/** The durable log: two round trips for all frames of one turn. */
export function createPostgresUpdateLog(options: PostgresUpdateLogOptions): UpdateLog {
  const { engine, now, parkedAttempts } = options;
  const { build } = engine;
  const documentOf = (name: string) => build.selectFrom('document').where('name', '=', name);

  function* holdHead(document: string): Work<{ id: number; head_seq: number } | undefined> {
    const query = documentOf(document).select(['id', 'head_seq']).forUpdate();
    return (yield* ask(query))[0];
  }

  async function commitBatch(client: PoolClient, batch: readonly PendingUpdate[]): Promise<CommitPlan> {
    const { heads, isHeld } = await holdHeads(client, batch);
    const plan = planCommit(batch, (document) => heads.get(document)?.head_seq ?? 0, isHeld);
    const moved = [...plan.heads];
    const due = plan.due.toSorted().map((document) => ({ document, dueAt: now(), cause: 'log' }));
    const writes: Promise<unknown>[] = [];
    if (moved.length > 0) {
      const values = [moved.map(([document]) => heads.get(document)!.id), moved.map(([, seq]) => seq)];
      writes.push(client.query(appendQuery(plan, heads)));
      writes.push(client.query({ name: 'move-heads', text: moveHeads, values }));
    }
    if (due.length > 0) {
      const { sql: text, parameters } = markDueQuery(build, due, parkedAttempts).compile();
      writes.push(client.query({ text, values: [...parameters] }));
    }
    await Promise.all([...writes, client.query('commit')]);
    return plan;
  }

  return {
    timeline: options.timeline.current,
    renewTimeline: options.timeline.renew,

    async load(document): Promise<StoredDocument> {
      // Of one commit: between two the log may be folded, and its rows would be missed.
      const [[row], updates] = await engine.readTogether(
        documentOf(document)
          .leftJoin('document_summary', 'document_summary.document_id', 'id')
          .leftJoin('document_snapshot', 'document_snapshot.document_id', 'id')
          .select(['epoch', 'document.head_seq', 'snapshot', 'writer_id'])
          .select('document_summary.head_seq as summary_seq'),
        documentOf(document)
          .innerJoin('update_log', 'document_id', 'id')
          .select(['seq', 'update_bytes as update'])
          .whereRef('seq', '>', 'snapshot_seq')
          .orderBy('seq'),
      );
      return {
        document,
        epoch: row?.epoch ?? 1,
        headSeq: row?.head_seq ?? 0,
        updates,
        snapshot: row?.snapshot ?? null,
        writerId: row?.writer_id ?? null,
        summarySeq: row?.summary_seq ?? 0,
      };
    },

    async summary(document) {
      const [row] = await engine.read(
        documentOf(document)
          .innerJoin('document_summary', (join) =>
            join.onRef('document_id', '=', 'id').onRef('document_summary.head_seq', '=', 'document.head_seq'),
          )
          .select(['epoch', 'document.head_seq as headSeq'])
          .select(['state_vector as stateVector', 'delete_set as deleteSet']),
      );
      // A document that lost a row has none at that head.
      if (!row?.stateVector || !row.deleteSet) return null;
      return { ...row, stateVector: row.stateVector, deleteSet: row.deleteSet };
    },

    async keepSummaries(summaries) {
      const kept = [...summaries].map(([document, { headSeq, stateVector, deleteSet }]) =>
        build
          .insertInto('document_summary')
          .columns(['document_id', 'head_seq', 'state_vector', 'delete_set'])
          .expression(
            documentOf(document)
              .where('head_seq', '=', headSeq)
              .select(['id', 'head_seq'])
              .select([
                sql<Uint8Array>`${stateVector}::bytea`.as('sv'),
                sql<Uint8Array>`${deleteSet}::bytea`.as('ds'),
              ]),
          )
          .onConflict((conflict) =>
            conflict
              .column('document_id')
              .doUpdateSet(({ ref }) => ({
                head_seq: ref('excluded.head_seq'),
                state_vector: ref('excluded.state_vector'),
                delete_set: ref('excluded.delete_set'),
              }))
              .whereRef('excluded.head_seq', '>', 'document_summary.head_seq'),
          ),
      );
      await engine.write(() => askAll(kept));
    },

    async commit(batch): Promise<readonly CommitResult[]> {
      const { results, due } = await engine.transact((client) => commitBatch(client, batch));
      if (due.length > 0) options.onDue();
      return results;
    },

    async compact(document, throughSeq, snapshot) {
      await engine.write(function* () {
        const row = yield* holdHead(document);
        if (!row || throughSeq > row.head_seq) throw new Error('A snapshot is never ahead of its log.');
        const [moved] = yield* ask(
          build
            .updateTable('document')
            .set({ snapshot_seq: throughSeq })
            .where('id', '=', row.id)
            .where('snapshot_seq', '<', throughSeq)
            .returning('id'),
        );
        if (!moved) return;
        yield* askAll<unknown>([
          build
            .insertInto('document_snapshot')
            .values({ document_id: row.id, snapshot })
            .onConflict((conflict) => conflict.column('document_id').doUpdateSet({ snapshot })),
        ]);
        // Asked for anew, in the transaction that deletes: what was kept, not what was given.
        const [kept] = yield* ask(
          build.selectFrom('document_snapshot').select('snapshot').where('document_id', '=', row.id),
        );
        if (!kept || Buffer.compare(kept.snapshot, snapshot) !== 0)
          throw new Error('the stored snapshot reads back differently');
        const folded = build.deleteFrom('update_log').where('document_id', '=', row.id);
        yield* ask(folded.where('seq', '<=', throughSeq));
      });
    },

    async quarantine(document, seq, reason) {
      await engine.write(function* () {
        const row = yield* holdHead(document);
        if (!row) return;
        const columns = ['document_id', 'seq', 'update_bytes'] as const;
        const [taken] = yield* ask(
          build
            .deleteFrom('update_log')
            .where('document_id', '=', row.id)
            .where('seq', '=', seq)
            .returning(columns),
        );
        const none = { head_seq: row.head_seq, state_vector: null, delete_set: null };
        const aside = taken && build.insertInto('update_quarantine').values({ ...taken, reason, at: now() });
        const summary = build
          .insertInto('document_summary')
          .values({ document_id: row.id, ...none })
          .onConflict((conflict) => conflict.column('document_id').doUpdateSet(none));
        yield* askAll<unknown>(aside ? [aside, summary] : [summary]);
      });
    },

    async claimWriterId(document, candidate, fence) {
      const claimed = build
        .insertInto('document')
        .values({ name: document, epoch: 1, head_seq: 0, snapshot_seq: 0, writer_id: candidate })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ writer_id: sql`coalesce(document.writer_id, excluded.writer_id)` }),
        )
        .returning('writer_id');
      return engine.write(function* () {
        if (fence) yield* holdFence(engine, fence);
        const [row] = yield* ask(claimed);
        return row!.writer_id!;
      });
    },
  };
}
