import { makePiece, writeDraft } from '@komod/testkit/listing-factory';
import * as Y from 'yjs';
import type { Held } from '../peers/durable-wire.ts';

/** A closet of so many pieces, each edited `edits` times after it was hung. */
export function makeCloset(pieces: number, edits = 0): Y.Doc {
  const doc = new Y.Doc();
  for (let index = 0; index < pieces; index += 1) writeDraft(doc, `piece-${index}`, makePiece(index), index);
  const listings = doc.getMap<Y.Map<unknown>>('listings');
  for (let edit = 1; edit <= edits; edit += 1)
    for (const listing of listings.values()) listing.set('title', `Linen blazer, version ${edit}`);
  return doc;
}

/** What a device says that holds `doc`, to a server that holds it too. */
export const heldOf = (doc: Y.Doc): Held => ({
  stateVector: Y.encodeStateVector(doc),
  stepTwo: Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)),
});

export const nothing: Held = heldOf(new Y.Doc());
