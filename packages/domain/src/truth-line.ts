import type { FieldRefusal } from './refusal.ts';
import type { ShelfMark } from './shelf-mark.ts';

export interface TruthInput {
  /** The last local write reached this device's disk. */
  kept: boolean;
  /** The server has acknowledged everything this device wrote about the listing. */
  sent: boolean;
  /** Nothing is missing for *List it*. */
  ready: boolean;
  wish: 'listed' | 'sold' | 'removed' | null;
  /** The shelf mark answers this wish, not an older one. */
  wishAnswered: boolean;
  /** The working copy differs from what shoppers see. */
  changed: boolean;
  shelf: ShelfMark | null;
  photos: {
    total: number;
    /** Those the server has, from whichever device. */
    uploaded: number;
    /** Added here, not on the server, and the bytes are gone from this device. */
    missingHere: number;
    /** Added on another device, and the server says that it has not got them. */
    elsewhere: number;
    /** Added on another device, and the server was not asked yet. */
    unknown: number;
    /** Place (from 0) of the first photo that the server could not read. */
    unreadable: number | null;
  };
  session: 'guest' | 'member' | 'ended';
  /**
   * `dropped`: the network is there, the link is not. `busy`: the server asked to come later. `refused`: it takes
   * nothing of this any more until somebody acts.
   */
  link: 'online' | 'offline' | 'dropped' | 'busy' | 'refused';
  device: 'phone' | 'tablet' | 'computer';
}

// prettier-ignore
export const truthRows = [
  '1', '1b', '2', '2b', '2c', '3', '4', '4b', '5', '6', '6b', '6c', '6d', '7', '7b', '7c', '7d', '7e', '7f', '7g', '8',
  '8b', '9', '9b', '9c', '9d', '10', '10b', '10c',
] as const;
export type TruthRow = (typeof truthRows)[number];

export type TruthAction =
  | 'free-space'
  | 'try-again'
  | 'fix'
  | 'replace'
  | 'add'
  | 'sign-in'
  | 'try-now'
  | 'update'
  | 'sign-up'
  | 'put-back';

export type TruthTone = 'ink' | 'muted' | 'accent' | 'live' | 'attention' | 'refused';

export interface Rail {
  shape: 'dashed' | 'thin' | 'filling' | 'solid' | 'broken' | 'solid-dashed-end';
  /** 0..1, of a filling rail. */
  fill?: number;
}

export interface TruthLine {
  row: TruthRow;
  /** For the sentence: `device`, and `count`, `photo`, `total` where it has them. `7c` without `total`: no photo is left to send. */
  values: Record<string, number | string>;
  /** What to say of rows 2, 2b and 2c. */
  reason?: FieldRefusal;
  /** Server ms UTC of rows 10 and 10b. */
  at?: number;
  action: TruthAction | null;
  tone: TruthTone;
  rail: Rail;
}

/** What several rows ask. */
interface Facts extends TruthInput {
  isLive: boolean;
  /** A wish the server has not carried out or refused yet. */
  isPending: boolean;
  /** ... to be listed or updated. */
  isListing: boolean;
  photosLeft: number;
  /** Words and the photos this device holds are all on the server. */
  isAllSent: boolean;
}

function factsOf(input: TruthInput): Facts {
  const { shelf, wish, wishAnswered, photos } = input;
  const waits = wishAnswered && (shelf?.state === 'waiting-photos' || (shelf?.missing?.length ?? 0) > 0);
  const isPending = wish !== null && (!wishAnswered || waits);
  const photosLeft = Math.max(0, photos.total - photos.uploaded);
  return {
    ...input,
    isLive: shelf?.state === 'live' || shelf?.state === 'reserved',
    isPending,
    isListing: isPending && wish === 'listed',
    photosLeft,
    isAllSent: input.sent && photosLeft <= photos.elsewhere + photos.unknown,
  };
}

type Said = Omit<TruthLine, 'values'> & { values?: TruthLine['values'] };
type Speaker = (facts: Facts) => Said | null;

const solid: Rail = { shape: 'solid' };
const broken: Rail = { shape: 'broken' };
const dashedEnd: Rail = { shape: 'solid-dashed-end' };

/** Where the piece hangs while something else is being said of it. */
function railOf(facts: Facts): Rail {
  if (facts.isLive) return facts.isPending || facts.changed ? dashedEnd : solid;
  if (!facts.isListing) return { shape: facts.isAllSent ? 'thin' : 'dashed' };
  return facts.session === 'member' ? filling(facts) : { shape: 'dashed' };
}

function filling({ photos }: Facts): Rail {
  return { shape: 'filling', fill: photos.total > 0 ? Math.min(1, photos.uploaded / photos.total) : 1 };
}

const nextPhoto = ({ photos }: Facts): Record<string, number> => ({
  photo: Math.min(photos.uploaded + 1, photos.total),
  total: photos.total,
});

/** Nothing was pressed, and nothing of it hangs anywhere. */
const isDraft = ({ wish, isLive, shelf }: Facts): boolean =>
  wish === null && !isLive && shelf?.state !== 'sold';

const notKept: Speaker = ({ kept, sent }) => {
  if (kept) return null;
  return sent
    ? { row: '1b', action: 'try-again', tone: 'refused', rail: { shape: 'thin' } }
    : { row: '1', action: 'free-space', tone: 'refused', rail: broken };
};

const refused: Speaker = ({ shelf, wish, wishAnswered, photos, isLive }) => {
  const answer = wish !== null && wishAnswered ? shelf : null;
  const unreadable: FieldRefusal | null =
    photos.unreadable !== null && (wish === null || wish === 'listed')
      ? { field: `photos.${photos.unreadable}`, code: 'unreadable' }
      : null;
  const refusedWish = answer?.state === 'refused' || (answer?.reasons?.length ?? 0) > 0;
  const reason = refusedWish ? (answer?.reasons?.[0] ?? { field: 'listing', code: 'malformed' }) : unreadable;
  if (!reason) return null;
  const said = { reason, tone: 'refused', rail: broken } as const;
  const place = /^photos\.(\d+)$/.exec(reason.field)?.[1];
  const isPhoto = reason.code === 'unreadable' && place !== undefined;
  const values: Record<string, number> = place === undefined ? {} : { photo: Number(place) + 1 };
  if (isLive) return { ...said, row: '2c', values, action: isPhoto ? 'replace' : 'fix' };
  return isPhoto
    ? { ...said, row: '2b', values, action: 'replace' }
    : { ...said, row: '2', values, action: 'fix' };
};

const photoMissing: Speaker = (facts) =>
  facts.photos.missingHere > 0 && facts.wish !== 'sold' && facts.wish !== 'removed'
    ? {
        row: '3',
        values: { count: facts.photos.missingHere },
        action: 'add',
        tone: 'attention',
        rail: railOf(facts),
      }
    : null;

const signIn: Speaker = (facts) =>
  facts.session === 'ended' && !facts.isAllSent
    ? { row: '4', action: 'sign-in', tone: 'attention', rail: railOf(facts) }
    : null;

/** The words cannot leave: a sign-in comes first, and photos elsewhere do not matter while they stay. */
const notTaken: Speaker = (facts) =>
  facts.link === 'refused' && !facts.sent && facts.session === 'member'
    ? { row: '4b', action: 'try-now', tone: 'attention', rail: railOf(facts) }
    : null;

const otherDevice: Speaker = (facts) =>
  (facts.isListing || isDraft(facts)) && facts.photos.elsewhere > 0
    ? {
        row: '5',
        values: { count: facts.photos.elsewhere },
        action: null,
        tone: 'attention',
        rail: railOf(facts),
      }
    : null;

const onItsWay: Speaker = (facts) => {
  const { isListing, isLive, isAllSent, session, link, photosLeft } = facts;
  if (!isListing || isLive || session === 'guest') return null;
  const said = { tone: 'accent', rail: filling(facts) } as const;
  if (link === 'dropped') return { ...said, row: '6c', action: 'try-now' };
  if (link === 'busy') return { ...said, row: '6d', action: 'try-now' };
  if (link === 'offline' && !isAllSent) return null;
  return photosLeft > 0
    ? { ...said, row: '6', values: nextPhoto(facts), action: null }
    : { ...said, row: '6b', action: null };
};

const changes: Speaker = (facts) => {
  if (!facts.isLive) return null;
  const said = { tone: 'accent', rail: dashedEnd } as const;
  const waits = !facts.isAllSent && facts.link !== 'online';
  if (facts.isPending && facts.wish === 'sold') return { ...said, row: waits ? '7d' : '7e', action: null };
  if (facts.isPending && facts.wish === 'removed') return { ...said, row: waits ? '7f' : '7g', action: null };
  if (facts.isPending) {
    if (waits) return { ...said, row: '7b', action: null };
    const hasPhotos = facts.isListing && facts.photosLeft > 0;
    return { ...said, row: '7c', values: hasPhotos ? nextPhoto(facts) : {}, action: null };
  }
  return facts.changed && facts.wish !== 'removed' && facts.wish !== 'sold'
    ? { ...said, row: '7', action: 'update' }
    : null;
};

const readyToGo: Speaker = ({ isListing, isLive, session }) => {
  if (!isListing || isLive) return null;
  const said = { tone: 'ink', rail: { shape: 'dashed' } } as const;
  return session === 'guest'
    ? { ...said, row: '8', action: 'sign-up' }
    : { ...said, row: '8b', action: null };
};

const draft: Speaker = (facts) => {
  if (!isDraft(facts)) return null;
  const { session, sent, photosLeft, link, ready } = facts;
  const said = { action: null, tone: ready ? 'ink' : 'muted', rail: { shape: 'dashed' } } as const;
  if (session === 'guest') return { ...said, row: '9' };
  if (sent && photosLeft === 0) return { ...said, row: '9d', tone: 'muted', rail: { shape: 'thin' } };
  if (link === 'online') return { ...said, row: '9c' };
  return { ...said, row: '9b' };
};

const hangs: Speaker = ({ shelf, isLive }) => {
  if (shelf && isLive) return { row: '10', at: shelf.at, action: null, tone: 'live', rail: solid };
  if (shelf?.state === 'sold')
    return { row: '10b', at: shelf.at, action: 'put-back', tone: 'ink', rail: { shape: 'thin' } };
  return { row: '10c', action: 'put-back', tone: 'muted', rail: { shape: 'thin' } };
};

/** Rank is order: the first that has something to say speaks. */
const speakers: readonly Speaker[] = [
  notKept,
  refused,
  photoMissing,
  signIn,
  notTaken,
  otherDevice,
  onItsWay,
  changes,
  readyToGo,
  draft,
];

/** The one true thing to say about a listing now. Words belong to the screen, which asks `row` and `values`. */
export function truthLine(input: TruthInput): TruthLine {
  const facts = factsOf(input);
  let said: Said | null = null;
  for (const speak of speakers) {
    said = speak(facts);
    if (said) break;
  }
  said ??= hangs(facts)!;
  return { ...said, values: { device: input.device, ...said.values } };
}
