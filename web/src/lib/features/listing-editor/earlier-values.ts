import { readFields } from '@komod/documents/read-listing';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { PieceValue } from '@komod/domain/merge-piece';
import type { KeptRevision } from '#lib/platform/listing-history.ts';
import { editorFields } from './editor-fields.ts';

export interface EarlierValue {
  value: PieceValue;
  /** Server ms UTC when it was last there. */
  at: number;
}

/** What a field held, of the form it has; `undefined` for anything else. */
function readValue({ field, value }: KeptRevision): PieceValue | undefined {
  if (field === 'description') return typeof value === 'string' ? { field, value } : undefined;
  const read = readFields((key) => (key === field ? value : undefined)) as Record<string, unknown>;
  return field in read ? ({ field, value: read[field] } as PieceValue) : undefined;
}

/** By field what it held and does not hold now, each value once, newest first. */
export function earlierValues(
  draft: ListingDraft,
  kept: readonly KeptRevision[],
): [string, EarlierValue[]][] {
  return editorFields.flatMap((field): [string, EarlierValue[]][] => {
    const known = new Set([JSON.stringify(draft[field])]);
    const values = kept.flatMap((revision): EarlierValue[] => {
      const value = revision.field === field ? readValue(revision) : undefined;
      const key = JSON.stringify(value?.value);
      if (!value || known.has(key)) return [];
      known.add(key);
      return [{ value, at: revision.at }];
    });
    return values.length > 0 ? [[field, values]] : [];
  });
}
