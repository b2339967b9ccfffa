/** What a part is cut from: the piece's own cloth, its ribbed or plain trim, what lies inside, or a given colour. */
export type Cloth = 'main' | 'rib' | 'plain' | 'inside' | 'sole' | 'strap';

export interface Part {
  path: string;
  /** How far it stands off the sheet, 0 to 1; later parts lie on earlier ones. */
  lift: number;
  cloth?: Cloth;
  /** Degrees by which the cloth is turned against the sheet, clockwise. */
  grain?: number;
}

export interface Garment {
  parts: readonly Part[];
  /** Sewn lines: a furrow with light on its lower edge. */
  seams: readonly string[];
  /** Visible thread, dashed. */
  stitches?: readonly string[];
  /** Soft creases, drawn as furrows of some width in sheet units. */
  folds: readonly { path: string; width: number; depth: number }[];
  /** Middle and radius. */
  buttons?: readonly (readonly [x: number, y: number, radius: number])[];
  /** Metal: rings and buckles. */
  metal?: readonly string[];
  /** Laces, fringes and drawstrings: a line and its width. */
  cords?: readonly { path: string; width: number }[];
  /** Where the size label is sewn in: its middle. */
  label: readonly [number, number];
  /** What the close-up looks at. */
  detail: readonly [number, number];
}
