import { describe, expect, test } from 'vitest';
import type { ShelfMark } from './shelf-mark.ts';
import { truthLine, truthRows } from './truth-line.ts';
import type { TruthInput, TruthLine, TruthRow } from './truth-line.ts';

const photos = { total: 5, uploaded: 5, missingHere: 0, elsewhere: 0, unknown: 0, unreadable: null };
const mark = (state: ShelfMark['state'], more: Partial<ShelfMark> = {}): ShelfMark => ({
  state,
  version: 1,
  at: 1_700_000_000_000,
  wishAt: 1,
  ...more,
});
const base: TruthInput = {
  kept: true,
  sent: true,
  ready: true,
  wish: null,
  wishAnswered: false,
  changed: false,
  shelf: null,
  photos,
  session: 'member',
  link: 'online',
  device: 'phone',
};
const draft = base;
const listed: TruthInput = { ...base, wish: 'listed' };
const live: TruthInput = { ...listed, wishAnswered: true, shelf: mark('live') };
const edited: TruthInput = { ...live, changed: true };
const update: TruthInput = { ...edited, wishAnswered: false };
const priceTooLow = [{ field: 'price', code: 'below-minimum' }] as const;
const withPhotos = (input: TruthInput, more: Partial<TruthInput['photos']>): TruthInput => ({
  ...input,
  photos: { ...photos, ...more },
});

const table: [TruthRow, TruthInput, Partial<TruthLine>][] = [
  [
    '1',
    { ...draft, kept: false, sent: false },
    { action: 'free-space', tone: 'refused', rail: { shape: 'broken' } },
  ],
  ['1b', { ...live, kept: false }, { action: 'try-again', tone: 'refused' }],
  [
    '2',
    { ...listed, wishAnswered: true, shelf: mark('refused', { reasons: [...priceTooLow] }) },
    { action: 'fix', tone: 'refused', reason: priceTooLow[0], rail: { shape: 'broken' } },
  ],
  [
    '2b',
    {
      ...listed,
      wishAnswered: true,
      shelf: mark('refused', { reasons: [{ field: 'photos.2', code: 'unreadable' }] }),
    },
    { action: 'replace', values: { device: 'phone', photo: 3 } },
  ],
  [
    '2b',
    withPhotos(listed, { uploaded: 4, unreadable: 4 }),
    { action: 'replace', values: { device: 'phone', photo: 5 } },
  ],
  [
    '2c',
    { ...live, shelf: mark('live', { reasons: [{ field: 'title', code: 'empty' }] }) },
    { action: 'fix', reason: { field: 'title', code: 'empty' } },
  ],
  ['2c', withPhotos(update, { uploaded: 4, unreadable: 4 }), { action: 'replace' }],
  [
    '3',
    withPhotos(draft, { uploaded: 4, missingHere: 1 }),
    { action: 'add', tone: 'attention', values: { device: 'phone', count: 1 } },
  ],
  [
    '4',
    { ...draft, session: 'ended', sent: false },
    { action: 'sign-in', tone: 'attention', rail: { shape: 'dashed' } },
  ],
  [
    '4b',
    { ...listed, sent: false, link: 'refused' },
    { action: 'try-now', tone: 'attention', rail: { shape: 'filling' } },
  ],
  ['4b', { ...update, sent: false, link: 'refused' }, { rail: { shape: 'solid-dashed-end' } }],
  ['6b', { ...listed, link: 'refused' }, {}],
  [
    '5',
    withPhotos(listed, { uploaded: 3, elsewhere: 2 }),
    { action: null, values: { device: 'phone', count: 2 } },
  ],
  [
    '6',
    withPhotos({ ...listed, sent: false }, { uploaded: 2 }),
    {
      tone: 'accent',
      values: { device: 'phone', photo: 3, total: 5 },
      rail: { shape: 'filling', fill: 0.4 },
    },
  ],
  ['6', withPhotos({ ...listed, wishAnswered: true, shelf: mark('waiting-photos') }, { uploaded: 4 }), {}],
  ['6b', listed, { rail: { shape: 'filling', fill: 1 } }],
  ['6b', { ...listed, link: 'offline' }, {}],
  ['6c', { ...listed, link: 'dropped' }, { action: 'try-now' }],
  ['6d', { ...listed, link: 'busy' }, { action: 'try-now' }],
  ['6', withPhotos({ ...listed, shelf: mark('removed') }, { uploaded: 4 }), {}],
  ['7', edited, { action: 'update', tone: 'accent', rail: { shape: 'solid-dashed-end' } }],
  ['7b', { ...update, sent: false, link: 'offline' }, { action: null }],
  ['7c', withPhotos(update, { uploaded: 4 }), { values: { device: 'phone', photo: 5, total: 5 } }],
  ['7c', withPhotos({ ...edited, shelf: mark('live', { missing: ['x'] }) }, { uploaded: 4 }), {}],
  ['7c', update, { values: { device: 'phone' } }],
  ['7d', { ...live, wish: 'sold', wishAnswered: false, sent: false, link: 'offline' }, { action: null }],
  ['7d', { ...edited, wish: 'sold', wishAnswered: false, sent: false, link: 'dropped' }, {}],
  [
    '7e',
    { ...live, wish: 'sold', wishAnswered: false },
    { action: null, rail: { shape: 'solid-dashed-end' } },
  ],
  ['7f', { ...live, wish: 'removed', wishAnswered: false, sent: false, link: 'offline' }, {}],
  ['7g', { ...live, wish: 'removed', wishAnswered: false }, {}],
  [
    '8',
    { ...listed, session: 'guest', sent: false, link: 'offline' },
    { action: 'sign-up', tone: 'ink', rail: { shape: 'dashed' } },
  ],
  [
    '8b',
    { ...listed, sent: false, link: 'offline' },
    { action: null, tone: 'ink', rail: { shape: 'dashed' } },
  ],
  [
    '9',
    { ...draft, session: 'guest', sent: false, ready: false },
    { tone: 'muted', rail: { shape: 'dashed' } },
  ],
  ['9', { ...draft, session: 'guest', sent: false }, { tone: 'ink' }],
  ['9b', { ...draft, sent: false, link: 'offline' }, { rail: { shape: 'dashed' } }],
  ['9b', withPhotos({ ...draft, link: 'offline' }, { uploaded: 3 }), {}],
  ['9c', { ...draft, sent: false }, {}],
  ['9c', withPhotos(draft, { uploaded: 3 }), {}],
  ['9c', withPhotos(draft, { uploaded: 3, unknown: 2 }), {}],
  ['9b', withPhotos({ ...draft, link: 'offline' }, { uploaded: 3, unknown: 2 }), {}],
  ['5', withPhotos(draft, { uploaded: 3, elsewhere: 2 }), { values: { device: 'phone', count: 2 } }],
  ['9d', { ...draft, shelf: mark('removed') }, {}],
  ['9d', draft, { tone: 'muted', rail: { shape: 'thin' } }],
  ['9d', { ...draft, session: 'ended' }, {}],
  ['10', live, { tone: 'live', at: 1_700_000_000_000, rail: { shape: 'solid' } }],
  ['10', { ...live, shelf: mark('reserved') }, {}],
  ['10b', { ...live, wish: 'sold', shelf: mark('sold') }, { at: 1_700_000_000_000, action: 'put-back' }],
  ['10c', { ...live, wish: 'removed', shelf: mark('removed') }, { action: 'put-back' }],
  ['10c', { ...listed, wish: 'removed', sent: false, link: 'offline' }, {}],
];

describe('each row of the table', () => {
  test.each(table)('row %s speaks (case %#)', (row, input, expected) => {
    expect(truthLine(input)).toMatchObject({ row, ...expected });
  });

  test('no row is left without a case', () => {
    expect(new Set(table.map(([row]) => row))).toEqual(new Set(truthRows));
  });
});

/** Every combination of what can be true at once. */
function* everyInput(): Generator<TruthInput> {
  const bits = [true, false];
  const shelves = [
    null,
    mark('live'),
    mark('live', { reasons: [...priceTooLow] }),
    mark('live', { missing: ['x'] }),
    mark('waiting-photos'),
    mark('refused', { reasons: [...priceTooLow] }),
    mark('sold'),
    mark('removed'),
  ];
  const trays = [
    {},
    { uploaded: 3 },
    { uploaded: 3, elsewhere: 2 },
    { uploaded: 3, unknown: 2 },
    { uploaded: 4, missingHere: 1 },
    { uploaded: 4, unreadable: 4 },
  ];
  for (const kept of bits)
    for (const sent of bits)
      for (const wish of ['listed', 'sold', 'removed', null] as const)
        for (const wishAnswered of bits)
          for (const changed of bits)
            for (const shelf of shelves)
              for (const tray of trays)
                for (const session of ['guest', 'member', 'ended'] as const)
                  for (const link of ['online', 'offline', 'dropped', 'busy', 'refused'] as const)
                    yield withPhotos(
                      { ...base, kept, sent, wish, wishAnswered, changed, shelf, session, link },
                      tray,
                    );
}

describe('the order', () => {
  // When each rank has a right to speak, written apart from the code under test.
  const isLive = ({ shelf }: TruthInput) => shelf?.state === 'live';
  const isDraft = ({ wish, shelf }: TruthInput) =>
    wish === null && !['live', 'sold'].includes(shelf?.state ?? '');
  const isUnanswered = ({ wishAnswered, shelf }: TruthInput) =>
    !wishAnswered || shelf?.state === 'waiting-photos' || shelf?.missing !== undefined;
  const isUnsent = ({ sent, photos: { total, uploaded, elsewhere, unknown } }: TruthInput) =>
    !sent || total - uploaded - elsewhere - unknown > 0;
  const ranks: [string, (input: TruthInput) => boolean][] = [
    ['1', ({ kept }) => !kept],
    [
      '2',
      ({ wish, wishAnswered, shelf, photos: { unreadable } }) =>
        (wish !== null && wishAnswered && shelf?.reasons !== undefined) ||
        (unreadable !== null && wish !== 'sold' && wish !== 'removed'),
    ],
    ['3', ({ wish, photos: { missingHere } }) => missingHere > 0 && wish !== 'sold' && wish !== 'removed'],
    [
      '4',
      (input) =>
        (input.session === 'ended' && isUnsent(input)) ||
        (input.session === 'member' && input.link === 'refused' && !input.sent),
    ],
    [
      '5',
      (input) =>
        ((input.wish === 'listed' && isUnanswered(input)) || isDraft(input)) && input.photos.elsewhere > 0,
    ],
    [
      '6',
      (input) =>
        input.wish === 'listed' &&
        isUnanswered(input) &&
        !isLive(input) &&
        input.session !== 'guest' &&
        !(input.link === 'offline' && isUnsent(input)),
    ],
    [
      '7',
      (input) =>
        isLive(input) &&
        ((input.wish !== null && isUnanswered(input)) ||
          (input.changed && input.wish !== 'sold' && input.wish !== 'removed')),
    ],
    ['8', (input) => input.wish === 'listed' && isUnanswered(input) && !isLive(input)],
    ['9', isDraft],
    ['10', () => true],
  ];

  test('the first rank with a right to speak does, in every combination', () => {
    let combinations = 0;
    for (const input of everyInput()) {
      combinations += 1;
      const first = ranks.find(([, mayspeak]) => mayspeak(input))![0];
      const { row } = truthLine(input);
      if (row.replace(/\D+$/, '') !== first) expect.soft(row, JSON.stringify(input)).toBe(first);
    }
    expect(combinations).toBe(2 * 2 * 4 * 2 * 2 * 8 * 6 * 3 * 5);
  });

  test('nothing calls a piece live that the shelf does not', () => {
    for (const input of everyInput()) {
      const line = truthLine(input);
      const saysLive =
        ['2c', '7', '7b', '7c', '7d', '7e', '7f', '7g', '10'].includes(line.row) ||
        line.rail.shape.startsWith('solid');
      if (saysLive && !isLive(input)) expect.soft(line, JSON.stringify(input)).toBeNull();
    }
  });

  test('nothing calls a draft safe on the server while words or photos of it are not', () => {
    for (const input of everyInput()) {
      const { row } = truthLine(input);
      if (row === '9d' && (!input.sent || input.photos.uploaded < input.photos.total))
        expect.soft(row, JSON.stringify(input)).toBeNull();
    }
  });
});
