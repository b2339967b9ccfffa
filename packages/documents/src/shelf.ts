import { shelfStates } from '@komod/domain/shelf-mark';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import * as Y from 'yjs';
import { localOrigin } from './local-origin.ts';
import { isRecord, plainJson, sameJson } from './plain-json.ts';

// `shelf/{userId}`: what became of my wishes. The server writes, devices read.

const marksOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('listings');

/** A mark of a newer server whose state is unknown here is left out rather than guessed at. */
function readMark(value: unknown): ShelfMark | null {
  if (!isRecord(value) || !shelfStates.some((known) => known === value.state)) return null;
  const number = (key: string): number => (typeof value[key] === 'number' ? value[key] : 0);
  return {
    state: value.state as ShelfMark['state'],
    version: number('version'),
    at: number('at'),
    wishAt: number('wishAt'),
    ...(Array.isArray(value.reasons) ? { reasons: value.reasons as ShelfMark['reasons'] } : {}),
    ...(Array.isArray(value.missing) ? { missing: value.missing as string[] } : {}),
    ...(Array.isArray(value.elsewhere) ? { elsewhere: value.elsewhere as ShelfMark['elsewhere'] } : {}),
  };
}

export function readShelf(doc: Y.Doc): Map<string, ShelfMark> {
  const marks = new Map<string, ShelfMark>();
  for (const [id, value] of marksOf(doc)) {
    const mark = readMark(value);
    if (mark) marks.set(id, mark);
  }
  return marks;
}

export const readShelfMark = (doc: Y.Doc, listingId: string): ShelfMark | null =>
  readMark(marksOf(doc).get(listingId));

/** A mark that says the same again writes nothing. */
export function setShelfMark(doc: Y.Doc, listingId: string, mark: ShelfMark): void {
  doc.transact(() => {
    const marks = marksOf(doc);
    if (!sameJson(marks.get(listingId), plainJson(mark))) marks.set(listingId, plainJson(mark));
  }, localOrigin);
}

export function removeShelfMark(doc: Y.Doc, listingId: string): void {
  doc.transact(() => marksOf(doc).delete(listingId), localOrigin);
}

/** Calls once per transaction with the ids whose mark changed. Returns the end of it. */
export function observeShelf(doc: Y.Doc, onChange: (changed: ReadonlySet<string>) => void): () => void {
  const marks = marksOf(doc);
  const listen = (event: Y.YMapEvent<unknown>): void => onChange(event.keysChanged as Set<string>);
  marks.observe(listen);
  return () => marks.unobserve(listen);
}
