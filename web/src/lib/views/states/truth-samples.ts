import type { ShelfMark } from '@komod/domain/shelf-mark';
import {
  truthLine,
  truthRows,
  type TruthInput,
  type TruthLine,
  type TruthRow,
} from '@komod/domain/truth-line';

const at = Date.UTC(2026, 4, 3, 14, 5);
const mark = (state: ShelfMark['state'], more: Partial<ShelfMark> = {}): ShelfMark => ({
  state,
  version: 1,
  at,
  wishAt: 1,
  ...more,
});

const draft: TruthInput = {
  kept: true,
  sent: true,
  ready: true,
  wish: null,
  wishAnswered: false,
  changed: false,
  shelf: null,
  photos: { total: 5, uploaded: 5, missingHere: 0, elsewhere: 0, unknown: 0, unreadable: null },
  session: 'member',
  link: 'online',
  device: 'phone',
};
const unsent: TruthInput = { ...draft, sent: false, photos: { ...draft.photos, uploaded: 2 } };
const listed: TruthInput = { ...draft, wish: 'listed' };
const onItsWay: TruthInput = { ...unsent, wish: 'listed' };
const live: TruthInput = { ...listed, wishAnswered: true, shelf: mark('live') };
const update: TruthInput = { ...live, wishAnswered: false, changed: true };
const answered = (reasons: ShelfMark['reasons'], state: ShelfMark['state'] = 'refused'): TruthInput => ({
  ...listed,
  wishAnswered: true,
  shelf: mark(state, { reasons }),
});

/** One situation for each row of the truth line. */
const situations: Record<TruthRow, TruthInput> = {
  '1': { ...unsent, kept: false },
  '1b': { ...live, kept: false },
  '2': answered([{ field: 'price', code: 'below-minimum' }]),
  '2b': answered([{ field: 'photos.2', code: 'unreadable' }]),
  '2c': answered([{ field: 'title', code: 'missing' }], 'live'),
  '3': { ...draft, photos: { ...draft.photos, missingHere: 1 } },
  '4': { ...unsent, session: 'ended' },
  '4b': { ...unsent, link: 'refused' },
  '5': { ...listed, photos: { ...draft.photos, uploaded: 3, elsewhere: 2 } },
  '6': onItsWay,
  '6b': listed,
  '6c': { ...onItsWay, link: 'dropped' },
  '6d': { ...onItsWay, link: 'busy' },
  '7': { ...live, changed: true },
  '7b': { ...update, sent: false, link: 'offline' },
  '7c': { ...update, sent: false, photos: { ...draft.photos, total: 2, uploaded: 0 } },
  '7d': { ...live, wish: 'sold', wishAnswered: false, sent: false, link: 'offline' },
  '7e': { ...live, wish: 'sold', wishAnswered: false },
  '7f': { ...live, wish: 'removed', wishAnswered: false, sent: false, link: 'offline' },
  '7g': { ...live, wish: 'removed', wishAnswered: false },
  '8': { ...onItsWay, session: 'guest', link: 'offline' },
  '8b': { ...onItsWay, link: 'offline' },
  '9': { ...unsent, session: 'guest', ready: false },
  '9b': { ...unsent, link: 'offline', ready: false },
  '9c': { ...unsent, ready: false },
  '9d': { ...draft, ready: false },
  '10': live,
  '10b': { ...live, wish: 'sold', shelf: mark('sold') },
  '10c': { ...live, wish: 'removed', shelf: mark('removed') },
};

/** Row 7c without a photo left to send. */
export const updateInCheck: TruthLine = truthLine(update);

export const truthSamples: readonly { row: TruthRow; line: TruthLine }[] = truthRows.map((row) => ({
  row,
  line: truthLine(situations[row]),
}));
