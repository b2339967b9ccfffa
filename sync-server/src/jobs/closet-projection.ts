import { listWishes } from '@komod/documents/closet';
import { unknownStart } from '@komod/domain/decide-wish';
import type { Policy } from '@komod/domain/policy';
import type { Hub } from '@komod/sync/server/hub';
import type { Answer, DueDocument, ListingChange, Projection } from '../store/projection-store.ts';
import type { Store } from '../store/store.ts';
import { answerWish, isOpenAnswer, overtakenWish, photoIdsOf, wishKeyOf } from './answer-wish.ts';

/** Wishes answered in one go, and looked at: a closet of 10,000 must not hold up the frames of everybody else. */
const answersPerTurn = 200;
const wishesPerTurn = 2000;

type Wishes = ReadonlyMap<string, unknown>;

/** Wishes last seen answered, by document and listing. Yjs hands out the same object as long as it is the same wish. */
export type SeenWishes = WeakMap<object, Map<string, unknown>>;

/** One look at a closet, which may take several turns: each goes on where the last one stopped. */
export interface ClosetPass {
  /** Of the due row as the look began: what is written meanwhile makes another look due. */
  stamp: number;
  looked: Set<string>;
}

const withoutTime = ({ mark, wishKey }: Answer): string =>
  JSON.stringify([wishKey, mark && { ...mark, at: 0 }]);

async function answersFor(
  store: Store,
  owner: string,
  candidates: Wishes,
  at: number,
  policy: Policy,
): Promise<{ changes: ListingChange[]; answers: Answer[]; looked: string[]; unanswered: Set<string> }> {
  const known = await store.answersOf(owner, [...candidates.keys()]);
  const keys = new Map<string, string>();
  const open: string[] = [];
  const looked: string[] = [];
  for (const [id, wish] of candidates) {
    const key = wishKeyOf(wish);
    const before = known.get(id);
    const isAnswered = key !== null && before?.wishKey === key && before.mark !== null;
    if (!isAnswered || isOpenAnswer(before)) {
      if (open.length === answersPerTurn) break;
      open.push(id);
      keys.set(id, key ?? '');
    }
    looked.push(id);
  }
  const rows = await store.listingRows(open);
  const overtaken = open.flatMap((id) => overtakenWish(candidates.get(id), rows.get(id) ?? null) ?? []);
  const starts = await store.startsOf(overtaken);
  const photoIds = new Set([
    ...open.flatMap((id) => photoIdsOf(candidates.get(id), policy)),
    // What is live may come back in a merged piece.
    ...[...starts.keys()].flatMap((id) => rows.get(id)?.piece.photos.map((photo) => photo.id) ?? []),
  ]);
  const photos = await store.photoStates(owner, [...photoIds]);
  const changes: ListingChange[] = [];
  const answers: Answer[] = [];
  const unanswered = new Set<string>();
  for (const listingId of open) {
    const row = rows.get(listingId) ?? null;
    const wish = candidates.get(listingId);
    const wishKey = keys.get(listingId) ?? '';
    const start = starts.get(listingId) ?? unknownStart;
    const { change, answer } = answerWish({
      listingId,
      wish,
      wishKey,
      owner,
      row,
      start,
      photos,
      at,
      policy,
    });
    if (change) changes.push(change);
    const before = known.get(listingId);
    // Live since it went live, not since its last update.
    if (before?.mark && answer.mark && before.mark.state === answer.mark.state)
      answer.mark.at = before.mark.at;
    if (!before || withoutTime(before) !== withoutTime(answer)) answers.push(answer);
    if (isOpenAnswer(answer)) unanswered.add(listingId);
  }
  return { changes, answers, looked, unanswered };
}

/** Listings that had a mark and are no longer in the closet: deleted for good, so off the feed and off the shelf. */
async function takeDownMissing(store: Store, owner: string, wishes: Wishes) {
  const gone = (await store.markedListings(owner)).filter((id) => !wishes.has(id));
  const rows = await store.listingRows(gone);
  const changes: ListingChange[] = [];
  for (const id of gone) {
    const row = rows.get(id);
    if (row?.owner === owner && row.state !== 'removed')
      changes.push({ listingId: id, kind: 'removed', version: row.version + 1, wishAt: 0 });
  }
  return { changes, answers: gone.map((listingId): Answer => ({ listingId, mark: null, wishKey: '' })) };
}

/** A closet as it stood when it was read. */
export interface ClosetReading {
  wishes: Wishes;
  seen: Map<string, unknown>;
}

export function readCloset(hub: Hub, document: string, seenWishes: SeenWishes): Promise<ClosetReading> {
  return hub.read(document, (doc) => {
    let seen = seenWishes.get(doc);
    if (!seen) seenWishes.set(doc, (seen = new Map()));
    return { wishes: listWishes(doc), seen };
  });
}

/** What one look at a closet changes. Call `seen` after it is written: only then are its wishes answered. */
export async function projectCloset(parts: {
  store: Store;
  reading: ClosetReading;
  due: DueDocument;
  pass: ClosetPass;
  owner: string;
  at: number;
  policy: Policy;
}): Promise<{ projection: Projection; seen: () => void }> {
  const { store, due, pass, owner, at, policy } = parts;
  const { wishes, seen } = parts.reading;
  const changed = [...wishes].filter(
    ([id, wish]) => !pass.looked.has(id) && (!seen.has(id) || seen.get(id) !== wish),
  );
  const candidates = new Map(changed.slice(0, wishesPerTurn));
  const { changes, answers, looked, unanswered } = await answersFor(store, owner, candidates, at, policy);
  const isDone = looked.length === changed.length;
  // Every wish of a finished closet has a mark, so a greater number of marks means that listings left.
  const fresh = answers.filter(({ listingId }) => candidates.has(listingId)).length;
  const hasMore = isDone && (await store.countMarks(owner)) + fresh > wishes.size;
  // Unless a row of the closet is in quarantine: then nobody deleted them.
  if (hasMore && !(await store.isDamaged(due.document))) {
    const gone = await takeDownMissing(store, owner, wishes);
    changes.push(...gone.changes);
    answers.push(...gone.answers);
  }
  return {
    projection: { due: { ...due, stamp: pass.stamp }, isDone, owner, at, changes, answers },
    seen() {
      for (const id of looked) {
        pass.looked.add(id);
        if (!unanswered.has(id)) seen.set(id, candidates.get(id));
      }
      for (const id of seen.keys()) if (!wishes.has(id)) seen.delete(id);
    },
  };
}
