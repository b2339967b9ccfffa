// Letters as lines on a grid 4 wide and 6 high: a bare machine has no fonts, and another one has others.
const strokes: Readonly<Record<string, string>> = {
  '0': 'M1 0L3 0L4 1L4 5L3 6L1 6L0 5L0 1L1 0',
  '1': 'M1 1L2 0L2 6M1 6L3 6',
  '2': 'M0 1L1 0L3 0L4 1L4 2.4L0 6L4 6',
  '3': 'M0 0L4 0L2 2.4L3 2.4L4 3.4L4 5L3 6L1 6L0 5',
  '4': 'M3 6L3 0L0 4.2L4 4.2',
  '5': 'M4 0L0.4 0L0 2.6L3 2.6L4 3.6L4 5L3 6L1 6L0 5',
  '6': 'M3.6 0L2 0L0 2.6L0 5L1 6L3 6L4 5L4 3.6L3 2.6L0.4 2.8',
  '7': 'M0 0L4 0L1.6 6',
  '8': 'M1 2.8L0 2L0 1L1 0L3 0L4 1L4 2L3 2.8L1 2.8L0 3.8L0 5L1 6L3 6L4 5L4 3.8L3 2.8',
  '9': 'M0.4 6L2 6L4 3.4L4 1L3 0L1 0L0 1L0 2.4L1 3.4L3.6 3.2',
  A: 'M0 6L2 0L4 6M0.7 4L3.3 4',
  B: 'M0 0L0 6L3 6L4 5L4 3.8L3 2.8L0 2.8M0 0L3 0L4 0.8L4 2L3 2.8',
  C: 'M4 1L3 0L1 0L0 1L0 5L1 6L3 6L4 5',
  D: 'M0 0L0 6L2.6 6L4 4.6L4 1.4L2.6 0L0 0',
  E: 'M4 0L0 0L0 6L4 6M0 3L3 3',
  F: 'M4 0L0 0L0 6M0 3L3 3',
  G: 'M4 1L3 0L1 0L0 1L0 5L1 6L3 6L4 5L4 3.2L2.4 3.2',
  H: 'M0 0L0 6M4 0L4 6M0 3L4 3',
  I: 'M1 0L3 0M2 0L2 6M1 6L3 6',
  J: 'M4 0L4 5L3 6L1 6L0 5',
  K: 'M0 0L0 6M4 0L0 3.4M1.4 2.4L4 6',
  L: 'M0 0L0 6L4 6',
  M: 'M0 6L0 0L2 3L4 0L4 6',
  N: 'M0 6L0 0L4 6L4 0',
  O: 'M1 0L3 0L4 1L4 5L3 6L1 6L0 5L0 1L1 0',
  P: 'M0 6L0 0L3 0L4 1L4 2.4L3 3.2L0 3.2',
  Q: 'M1 0L3 0L4 1L4 5L3 6L1 6L0 5L0 1L1 0M2.6 4.4L4.2 6.4',
  R: 'M0 6L0 0L3 0L4 1L4 2.2L3 3L0 3M2 3L4 6',
  S: 'M4 1L3 0L1 0L0 1L0 2L1 2.8L3 3.2L4 4L4 5L3 6L1 6L0 5',
  T: 'M0 0L4 0M2 0L2 6',
  U: 'M0 0L0 5L1 6L3 6L4 5L4 0',
  V: 'M0 0L2 6L4 0',
  W: 'M0 0L1 6L2 2.6L3 6L4 0',
  X: 'M0 0L4 6M4 0L0 6',
  Y: 'M0 0L2 3L4 0M2 3L2 6',
  Z: 'M0 0L4 0L0 6L4 6',
  '.': 'M2 5.6L2 6',
  '-': 'M0.8 3.2L3.2 3.2',
  '/': 'M0.6 6.6L3.4 -0.6',
};

const advance = 5.6;

/** Characters with no stroke are left out. */
const drawable = (text: string): string[] =>
  [...text.toUpperCase()].filter((letter) => letter === ' ' || letter in strokes);

/** The text as SVG paths, centred on a point, `height` units high. */
export function lettering(text: string, [x, y]: readonly [number, number], height: number): string {
  const letters = drawable(text);
  const unit = height / 6;
  const left = x - ((letters.length - 1) * advance + 4) * (unit / 2);
  return letters
    .map((letter, index) =>
      letter === ' '
        ? ''
        : `<path transform="translate(${left + index * advance * unit} ${y - height / 2}) scale(${unit})" d="${strokes[letter]}"/>`,
    )
    .join('');
}

/** How wide the text stands, in units. */
export const letteringWidth = (text: string, height: number): number =>
  ((drawable(text).length - 1) * advance + 4) * (height / 6);
