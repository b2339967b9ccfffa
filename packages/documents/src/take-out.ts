import * as Y from 'yjs';
import { localOrigin } from './local-origin.ts';
import { readName, readShape, ShapeError, writeShape, type Shape, type ValueLimits } from './plain-shape.ts';
import { isRecord } from './plain-json.ts';
import { readWish } from './read-listing.ts';

// What a person takes along of a closet and an account, and how it comes into others. The outbox stays: it asks
// things of the server where it was written.

export type TakenKind = 'closet' | 'account';

const plain: Shape = { is: 'plain' };
const listing: Shape = {
  is: 'map',
  of: { description: { is: 'text' }, photos: { is: 'array' }, removedPhotos: { is: 'map' } },
};
/** By root, which is a map: what stands under each of its keys. */
const taken: Readonly<Record<TakenKind, Readonly<Record<string, Shape>>>> = {
  closet: { listings: listing },
  account: { profile: plain, likes: plain, follows: plain, preferences: plain, savedSearches: plain },
};

const rootsOf = (kind: TakenKind): [string, Shape][] => Object.entries(taken[kind]);

/** The canonical text of what is taken along: the same content gives the same text, whichever device writes it. */
export function takeOut(doc: Y.Doc, kind: TakenKind): string {
  const roots = rootsOf(kind).map(([root, each]) => {
    const entries = [...doc.getMap(root).entries()].sort(([one], [other]) => (one < other ? -1 : 1));
    return [root, entries.map(([key, value]) => [key, writeShape(value, each)] as const)] as const;
  });
  return JSON.stringify(
    Object.fromEntries(roots.map(([root, entries]) => [root, Object.fromEntries(entries)])),
  );
}

/**
 * A document of its own that holds what `takeOut` wrote, unknown roots left out; `null` when it is not of that form or
 * holds what no document may.
 */
export function readTakenOut(json: string, kind: TakenKind, limits: ValueLimits): Y.Doc | null {
  const doc = new Y.Doc();
  try {
    const roots: unknown = JSON.parse(json);
    if (!isRecord(roots)) return null;
    doc.transact(() => {
      for (const [root, each] of rootsOf(kind)) {
        const entries = roots[root] ?? {};
        if (!isRecord(entries)) throw new ShapeError('a root is a map');
        for (const [key, value] of Object.entries(entries))
          doc.getMap(root).set(readName(key, limits), readShape(value, each, limits));
      }
    });
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) return null;
    throw error;
  }
  return doc;
}

/** What a document takes: bytes as the server counts them, and parts that Yjs holds apart. */
export function documentWeight(doc: Y.Doc): { bytes: number; structs: number } {
  const structs = [...doc.store.clients.values()].reduce((sum, ofClient) => sum + ofClient.length, 0);
  return { bytes: Y.encodeStateAsUpdate(doc).byteLength, structs };
}

function copyMissing(from: Y.Map<unknown>, to: Y.Map<unknown>): string[] {
  const keys = [...from.keys()].filter((key) => !to.has(key));
  for (const key of keys) {
    const value = from.get(key);
    to.set(key, value instanceof Y.AbstractType ? value.clone() : value);
  }
  return keys;
}

const wishesListed = (value: unknown): boolean =>
  value instanceof Y.Map && readWish(value.get('wish'))?.want === 'listed';

/**
 * Adds the listings whose ids the closet does not have, and leaves those it has as they are. What was pressed where
 * they come from is pressed here only when `hangs`: without it they come as drafts.
 *
 * @returns the ids added
 */
export function bringInCloset(from: Y.Doc, closet: Y.Doc, hangs: boolean): string[] {
  return closet.transact(() => {
    const listings = closet.getMap<unknown>('listings');
    const added = copyMissing(from.getMap('listings'), listings);
    if (hangs) return added;
    for (const id of added) {
      const value = listings.get(id);
      if (value instanceof Y.Map && wishesListed(value)) value.delete('wish');
    }
    return added;
  }, localOrigin);
}

/** What came into an account, for taking it back: root and key. */
export type BroughtKeys = (readonly [root: string, key: string])[];

/** Adds to the account what it has not written itself. */
export function bringInAccount(from: Y.Doc, account: Y.Doc): BroughtKeys {
  return account.transact(
    () =>
      rootsOf('account').flatMap(([root]) =>
        copyMissing(from.getMap(root), account.getMap(root)).map((key) => [root, key] as const),
      ),
    localOrigin,
  );
}

export function takeBackAccount(account: Y.Doc, brought: BroughtKeys): void {
  account.transact(() => {
    for (const [root, key] of brought) account.getMap(root).delete(key);
  }, localOrigin);
}
