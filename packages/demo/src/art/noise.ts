/** A whole number to 0..1; the same on every machine. */
export function hash(x: number, y: number, seed: number): number {
  let mixed = Math.imul(x | 0, 0x27d4eb2d) ^ Math.imul(y | 0, 0x165667b1) ^ Math.imul(seed | 0, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
}

const ease = (t: number): number => t * t * (3 - 2 * t);
const wrap = (value: number, period: number): number =>
  value >= 0 ? value % period : period + (value % period);

/** Smooth noise 0..1 on a lattice of `cell` units that repeats after `period` cells. */
export function smoothNoise(x: number, y: number, cell: number, period: number, seed: number): number {
  const u = x / cell;
  const v = y / cell;
  const column = Math.floor(u);
  const row = Math.floor(v);
  const left = wrap(column, period);
  const right = left + 1 === period ? 0 : left + 1;
  const above = wrap(row, period);
  const below = above + 1 === period ? 0 : above + 1;
  const s = ease(u - column);
  const t = ease(v - row);
  const top = hash(left, above, seed);
  const bottom = hash(left, below, seed);
  const one = top + (hash(right, above, seed) - top) * s;
  const other = bottom + (hash(right, below, seed) - bottom) * s;
  return one + (other - one) * t;
}

/** Smooth noise for a whole picture, its lattice worked out once: -0.5 to 0.5. */
export function noiseField(width: number, height: number, cell: number, seed: number): Float32Array {
  const columns = Math.ceil(width / cell) + 2;
  const rows = Math.ceil(height / cell) + 2;
  const lattice = new Float32Array(columns * rows);
  for (let at = 0; at < lattice.length; at += 1)
    lattice[at] = hash(at % columns, Math.floor(at / columns), seed) - 0.5;
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / cell);
    const t = ease(y / cell - row);
    for (let x = 0; x < width; x += 1) {
      const column = Math.floor(x / cell);
      const s = ease(x / cell - column);
      const at = row * columns + column;
      const top = lattice[at]! + (lattice[at + 1]! - lattice[at]!) * s;
      const below = at + columns;
      const bottom = lattice[below]! + (lattice[below + 1]! - lattice[below]!) * s;
      values[y * width + x] = top + (bottom - top) * t;
    }
  }
  return values;
}
