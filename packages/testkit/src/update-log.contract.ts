import { type Fence, LeaseLost } from '@komod/sync/server/fence';
import type { DocumentSummary, PendingUpdate, UpdateLog } from '@komod/sync/server/update-log';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

export interface UpdateLogHarness {
  log: UpdateLog;
  /** Opens the same store again, as after a restart. Absent for a store that lives in memory only. */
  reopen?(): Promise<UpdateLog>;
  /** Takes the lease from whoever has it. */
  takeLease(lease: string): Promise<Fence>;
  close(): Promise<void>;
}

const bytes = (...values: number[]) => Uint8Array.from(values);
const of = (document: string, ...values: number[]): PendingUpdate => ({ document, update: bytes(...values) });
const contents = async (log: UpdateLog, document: string) =>
  (await log.load(document)).updates.map(({ update }) => [...update]);

async function append(log: UpdateLog, document: string, ...values: number[]): Promise<number> {
  const [result] = await log.commit([of(document, ...values)]);
  if (result?.status !== 'committed') throw new Error(`append to ${document} was not committed`);
  return result.seq;
}

const summaryAt = (headSeq: number, ...stateVector: number[]): DocumentSummary => ({
  headSeq,
  stateVector: bytes(...stateVector),
  deleteSet: bytes(0),
});
const keep = (log: UpdateLog, document: string, summary: DocumentSummary) =>
  log.keepSummaries(new Map([[document, summary]]));
const stateIn = async (log: UpdateLog, document: string) => {
  const summary = await log.summary(document);
  return summary && [...summary.stateVector];
};

/** The rules every update log keeps, whatever it stands on. */
export function describeUpdateLog(name: string, open: () => Promise<UpdateLogHarness>): void {
  describe(`update log on ${name}`, () => {
    let harness: UpdateLogHarness;
    let log: UpdateLog;
    beforeEach(async () => {
      harness = await open();
      log = harness.log;
    });
    afterEach(() => harness.close());

    test('[L1] a document that was never written loads empty, with head 0', async () => {
      const stored = await log.load('closet/nobody');
      expect(stored).toMatchObject({ document: 'closet/nobody', headSeq: 0, snapshot: null, writerId: null });
      expect(stored.updates).toEqual([]);
      expect(Number.isInteger(stored.epoch)).toBe(true);
    });

    test('[L2] updates load byte for byte in the order of their commit', async () => {
      await log.commit([of('closet/a', 1), of('closet/a', 2, 2), of('closet/a', 0, 255)]);
      await log.commit([of('closet/a', 4)]);
      expect(await contents(log, 'closet/a')).toEqual([[1], [2, 2], [0, 255], [4]]);
    });

    test('[L2] seqs of a document rise and the head is the newest of them', async () => {
      const results = await log.commit([of('closet/a', 1), of('closet/a', 2)]);
      const seqs = results.map((result) => (result.status === 'committed' ? result.seq : -1));
      const stored = await log.load('closet/a');
      expect(seqs[1]).toBeGreaterThan(seqs[0] ?? Infinity);
      expect(stored.headSeq).toBe(seqs[1]);
      expect(stored.updates.map(({ seq }) => seq)).toEqual(seqs);
    });

    test('[L2] an update is stored as it was, even when the caller reuses its buffer', async () => {
      const buffer = bytes(9, 1, 2, 3, 9);
      await log.commit([{ document: 'closet/a', update: buffer.subarray(1, 4) }]);
      buffer.fill(0);
      expect(await contents(log, 'closet/a')).toEqual([[1, 2, 3]]);
    });

    test('[L2] documents of one batch do not mix', async () => {
      await log.commit([of('closet/a', 1), of('account/a', 2), of('closet/a', 3)]);
      expect(await contents(log, 'closet/a')).toEqual([[1], [3]]);
      expect(await contents(log, 'account/a')).toEqual([[2]]);
    });

    test('[L3] nothing of a failed batch is kept', async () => {
      const broken = { document: 'closet/b', update: null } as unknown as PendingUpdate;
      await append(log, 'closet/a', 1);
      const before = await log.load('closet/a');
      await expect(log.commit([of('closet/a', 2), broken, of('closet/c', 3)])).rejects.toThrow();
      expect(await log.load('closet/a')).toEqual(before);
      expect((await log.load('closet/b')).headSeq).toBe(0);
      expect((await log.load('closet/c')).headSeq).toBe(0);
      await append(log, 'closet/a', 4);
      expect(await contents(log, 'closet/a')).toEqual([[1], [4]]);
    });

    test('[L4] an expected head that is no longer the head is a conflict and stores nothing', async () => {
      const head = await append(log, 'shelf/a', 1);
      const first = await log.commit([{ ...of('shelf/a', 2), expectedHeadSeq: head }]);
      const second = await log.commit([{ ...of('shelf/a', 3), expectedHeadSeq: head }]);
      const { headSeq } = await log.load('shelf/a');
      expect(first).toEqual([{ status: 'committed', seq: headSeq }]);
      expect(second).toEqual([{ status: 'conflict', headSeq }]);
      expect(await contents(log, 'shelf/a')).toEqual([[1], [2]]);
    });

    test('[L4] an expected head of 0 creates the document once', async () => {
      const first = await log.commit([{ ...of('shelf/a', 1), expectedHeadSeq: 0 }]);
      const second = await log.commit([{ ...of('shelf/a', 2), expectedHeadSeq: 0 }]);
      expect(first[0]?.status).toBe('committed');
      expect(second[0]?.status).toBe('conflict');
    });

    test('[L4] the other updates of a batch with a conflict are committed', async () => {
      const results = await log.commit([
        of('closet/a', 1),
        { ...of('shelf/a', 2), expectedHeadSeq: 77 },
        of('closet/a', 3),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['committed', 'conflict', 'committed']);
      expect(await contents(log, 'closet/a')).toEqual([[1], [3]]);
      expect((await log.load('shelf/a')).headSeq).toBe(0);
    });

    test('[L4] two edits of one batch that expect the same head: the first wins', async () => {
      const results = await log.commit([
        { ...of('shelf/a', 1), expectedHeadSeq: 0 },
        { ...of('shelf/a', 2), expectedHeadSeq: 0 },
      ]);
      expect(results.map(({ status }) => status)).toEqual(['committed', 'conflict']);
      expect(await contents(log, 'shelf/a')).toEqual([[1]]);
    });

    test('[L5] compaction replaces the log up to a seq and leaves head and later updates', async () => {
      await append(log, 'closet/a', 1);
      const through = await append(log, 'closet/a', 2);
      const head = await append(log, 'closet/a', 3);
      await log.compact('closet/a', through, bytes(7, 7));
      const stored = await log.load('closet/a');
      expect([...(stored.snapshot ?? [])]).toEqual([7, 7]);
      expect(stored.updates.map(({ update }) => [...update])).toEqual([[3]]);
      expect(stored.headSeq).toBe(head);
    });

    test('[L5] a fully compacted document keeps its head and goes on from there', async () => {
      await append(log, 'closet/a', 1);
      const head = await append(log, 'closet/a', 2);
      await log.compact('closet/a', head, bytes(7));
      expect((await log.load('closet/a')).headSeq).toBe(head);
      const [next] = await log.commit([{ ...of('closet/a', 3), expectedHeadSeq: head }]);
      expect(next?.status === 'committed' && next.seq > head).toBe(true);
    });

    test('[L5] an older compaction never replaces a newer one', async () => {
      const older = await append(log, 'closet/a', 1);
      const newer = await append(log, 'closet/a', 2);
      await log.compact('closet/a', newer, bytes(8));
      await log.compact('closet/a', older, bytes(7));
      expect([...((await log.load('closet/a')).snapshot ?? [])]).toEqual([8]);
    });

    test('[L6] a quarantined update no longer loads, the rest does, and its seq is not used again', async () => {
      await append(log, 'closet/a', 1);
      const bad = await append(log, 'closet/a', 2);
      await log.quarantine('closet/a', bad, 'throws on load');
      expect(await contents(log, 'closet/a')).toEqual([[1]]);
      expect(await append(log, 'closet/a', 3)).toBeGreaterThan(bad);
      expect(await contents(log, 'closet/a')).toEqual([[1], [3]]);
    });

    test('[L7] a writer id is chosen once and stays', async () => {
      expect(await log.claimWriterId('shelf/a', 41)).toBe(41);
      expect(await log.claimWriterId('shelf/a', 42)).toBe(41);
      expect((await log.load('shelf/a')).writerId).toBe(41);
      await append(log, 'shelf/a', 1);
      expect((await log.load('shelf/a')).writerId).toBe(41);
      expect(await log.claimWriterId('shelf/b', 4_294_967_295)).toBe(4_294_967_295);
    });

    test('[L8] timeline and epoch stay the same while the store lives', async () => {
      const timeline = log.timeline();
      const { epoch } = await log.load('closet/a');
      await append(log, 'closet/a', 1);
      expect(timeline).not.toBe('');
      expect(log.timeline()).toBe(timeline);
      expect((await log.load('closet/a')).epoch).toBe(epoch);
    });

    test('[Y1] a renewed timeline is another one, and the server writes its documents in a new epoch under a new id', async () => {
      await append(log, 'closet/a', 1);
      const head = await append(log, 'shelf/a', 2);
      await log.claimWriterId('shelf/a', 41);
      const [timeline, closet, shelf] = [
        log.timeline(),
        await log.load('closet/a'),
        await log.load('shelf/a'),
      ];
      await keep(log, 'shelf/a', summaryAt(head, 1));
      await log.renewTimeline();
      const renewed = log.timeline();
      expect(renewed).not.toBe(timeline);
      expect(await log.load('closet/a')).toEqual(closet);
      const anew = { ...shelf, epoch: shelf.epoch + 1, writerId: null, summarySeq: head };
      expect(await log.load('shelf/a')).toEqual(anew);
      expect(await log.summary('shelf/a')).toMatchObject({ epoch: shelf.epoch + 1, headSeq: head });
      expect(await log.claimWriterId('shelf/a', 42)).toBe(42);
      const again = harness.reopen ? await harness.reopen() : log;
      expect(again.timeline()).toBe(renewed);
      expect(await again.load('shelf/a')).toEqual({ ...anew, writerId: 42 });
    });

    test('[L10] a summary is answered byte for byte, with the epoch and the head of its document', async () => {
      expect(await log.summary('closet/a')).toBeNull();
      const headSeq = await append(log, 'closet/a', 1);
      expect(await log.summary('closet/a')).toBeNull();
      expect((await log.load('closet/a')).summarySeq).toBe(0);
      const [stateVector, deleteSet] = [bytes(1, 2, 0), bytes(0, 255)];
      await keep(log, 'closet/a', { headSeq, stateVector, deleteSet });
      stateVector.fill(9);
      const { epoch, summarySeq } = await log.load('closet/a');
      const found = await log.summary('closet/a');
      expect([...(found?.stateVector ?? [])]).toEqual([1, 2, 0]);
      expect([...(found?.deleteSet ?? [])]).toEqual([0, 255]);
      expect([found?.epoch, found?.headSeq, summarySeq]).toEqual([epoch, headSeq, headSeq]);
      expect(await log.summary('closet/b')).toBeNull();
    });

    test('[L10] a summary holds until the document grows', async () => {
      const head = await append(log, 'closet/a', 1);
      await append(log, 'closet/b', 1);
      await keep(log, 'closet/a', summaryAt(head, 1));
      await append(log, 'closet/b', 2);
      expect(await stateIn(log, 'closet/a')).toEqual([1]);
      const next = await append(log, 'closet/a', 2);
      expect(await log.summary('closet/a')).toBeNull();
      expect((await log.load('closet/a')).summarySeq).toBe(head);
      await keep(log, 'closet/a', summaryAt(next, 2));
      expect(await stateIn(log, 'closet/a')).toEqual([2]);
    });

    test('[L10] an outdated summary, one ahead of the log and a second one for its head are passed over', async () => {
      const old = await append(log, 'closet/a', 1);
      const head = await append(log, 'closet/a', 2);
      const other = await append(log, 'closet/b', 1);
      await keep(log, 'closet/a', summaryAt(old, 1));
      await keep(log, 'closet/a', summaryAt(head + 1, 3));
      await keep(log, 'closet/nobody', summaryAt(1, 3));
      expect(await log.summary('closet/a')).toBeNull();
      await keep(log, 'closet/a', summaryAt(head, 2));
      await log.keepSummaries(
        new Map([
          ['closet/a', summaryAt(old, 1)],
          ['closet/b', summaryAt(other, 5)],
        ]),
      );
      await keep(log, 'closet/a', summaryAt(head, 4));
      expect([await stateIn(log, 'closet/a'), await stateIn(log, 'closet/b')]).toEqual([[2], [5]]);
      await append(log, 'closet/a', 3);
      expect(await log.summary('closet/a')).toBeNull();
      expect((await log.load('closet/nobody')).headSeq).toBe(0);
    });

    test('[L10] compaction and a writer id leave the summary', async () => {
      await append(log, 'shelf/a', 1);
      const head = await append(log, 'shelf/a', 2);
      await keep(log, 'shelf/a', summaryAt(head, 1));
      await log.compact('shelf/a', head, bytes(7));
      await log.claimWriterId('shelf/a', 5);
      expect(await stateIn(log, 'shelf/a')).toEqual([1]);
    });

    test('[L10] a document that lost a row has no summary until it grows', async () => {
      const bad = await append(log, 'closet/a', 1);
      const head = await append(log, 'closet/a', 2);
      await keep(log, 'closet/a', summaryAt(head, 1));
      await log.quarantine('closet/a', bad, 'throws on load');
      expect(await log.summary('closet/a')).toBeNull();
      await keep(log, 'closet/a', summaryAt(head, 1));
      expect(await log.summary('closet/a')).toBeNull();
      const next = await append(log, 'closet/a', 3);
      await keep(log, 'closet/a', summaryAt(next, 2));
      expect(await stateIn(log, 'closet/a')).toEqual([2]);
    });

    test('[N6] an update under an old fence is told so and stored nowhere, the rest of its batch is committed', async () => {
      const old = await harness.takeLease('projector');
      const head = await append(log, 'shelf/a', 1);
      const fence = await harness.takeLease('projector');
      expect(fence.number).toBeGreaterThan(old.number);
      const results = await log.commit([
        of('closet/a', 1),
        { ...of('shelf/a', 2), expectedHeadSeq: head, fence: old },
        { ...of('shelf/new', 2), expectedHeadSeq: 0, fence: old },
        { ...of('shelf/b', 3), expectedHeadSeq: 0, fence },
        of('closet/a', 4),
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        'committed',
        'lease-lost',
        'lease-lost',
        'committed',
        'committed',
      ]);
      expect(await contents(log, 'shelf/a')).toEqual([[1]]);
      expect((await log.load('shelf/new')).headSeq).toBe(0);
      expect(await contents(log, 'shelf/b')).toEqual([[3]]);
      expect(await contents(log, 'closet/a')).toEqual([[1], [4]]);
      const [again] = await log.commit([{ ...of('shelf/a', 5), expectedHeadSeq: head, fence }]);
      expect(again?.status).toBe('committed');
    });

    test('[N6] a fence of another lease is none', async () => {
      const other = await harness.takeLease('other');
      const edit = { ...of('shelf/a', 1), expectedHeadSeq: 0, fence: { ...other, lease: 'projector' } };
      expect(await log.commit([edit])).toEqual([{ status: 'lease-lost' }]);
    });

    test('[N6] a writer id is claimed under the present fence only', async () => {
      const old = await harness.takeLease('projector');
      const fence = await harness.takeLease('projector');
      await expect(log.claimWriterId('shelf/a', 41, old)).rejects.toThrow(LeaseLost);
      expect((await log.load('shelf/a')).writerId).toBeNull();
      expect(await log.claimWriterId('shelf/a', 42, fence)).toBe(42);
      await expect(log.claimWriterId('shelf/a', 42, old)).rejects.toThrow(LeaseLost);
    });

    test('[L9] everything committed is there after the store is opened again', async () => {
      await append(log, 'closet/a', 1);
      const through = await append(log, 'closet/a', 2);
      await append(log, 'closet/a', 3);
      await log.compact('closet/a', through, bytes(7));
      await log.claimWriterId('closet/a', 5);
      await keep(log, 'closet/a', summaryAt(3, 6));
      const before = await log.load('closet/a');
      const summary = await log.summary('closet/a');
      const timeline = log.timeline();
      const again = harness.reopen ? await harness.reopen() : log;
      expect(await again.load('closet/a')).toEqual(before);
      expect(await again.summary('closet/a')).toEqual(summary);
      expect(again.timeline()).toBe(timeline);
    });
  });
}
