import { documentWriter, parseDocumentName } from '@komod/domain/document-name';
import type { Fence } from '@komod/sync/server/fence';
import type { CommitResult, PendingUpdate } from '@komod/sync/server/update-log';

export interface CommitPlan {
  /** One for each update of the batch, in its order. */
  results: CommitResult[];
  /** What is appended, in this order. */
  appended: { document: string; seq: number; update: Uint8Array }[];
  /** New heads of the documents that grow. */
  heads: Map<string, number>;
  /** Owner documents among them that become due for projection. */
  due: string[];
}

/** What a batch does to documents that stand at these heads (0 for one that is not there) and under these fences. */
export function planCommit(
  batch: readonly PendingUpdate[],
  headOf: (document: string) => number,
  isHeld: (fence: Fence) => boolean,
): CommitPlan {
  const heads = new Map<string, number>();
  const results: CommitResult[] = [];
  const appended: CommitPlan['appended'] = [];
  const asking = new Set<string>();
  for (const { document, update, expectedHeadSeq, fence, isQuiet } of batch) {
    if (fence && !isHeld(fence)) {
      results.push({ status: 'lease-lost' });
      continue;
    }
    const headSeq = heads.get(document) ?? headOf(document);
    if (expectedHeadSeq !== undefined && expectedHeadSeq !== headSeq) {
      results.push({ status: 'conflict', headSeq });
      continue;
    }
    const seq = headSeq + 1;
    heads.set(document, seq);
    if (!isQuiet) asking.add(document);
    appended.push({ document, seq, update });
    results.push({ status: 'committed', seq });
  }
  const due = [...asking].filter((document) => {
    const kind = parseDocumentName(document)?.kind;
    return kind !== undefined && documentWriter[kind] === 'owner';
  });
  return { results, appended, heads, due };
}
