import type { Rgb } from './colour.ts';
import { hash } from './noise.ts';

/** Flowers stand in a loose lattice of this many units, six to a repeat. */
const cell = 40;
const cells = 6;
const wrap = (value: number): number => ((value % cells) + cells) % cells;

/** The colour of a small print at a place: ground, petal, eye or leaf. */
export function isOnPetal(
  u: number,
  v: number,
  seed: number,
  [ground, petal, eye, leaf]: readonly [Rgb, Rgb, Rgb, Rgb],
): Rgb {
  const column = Math.floor(u / cell);
  const row = Math.floor(v / cell);
  let found = ground;
  for (let dy = -1; dy <= 1; dy += 1)
    for (let dx = -1; dx <= 1; dx += 1) {
      const cx = wrap(column + dx);
      const cy = wrap(row + dy);
      const chance = (salt: number): number => hash(cx, cy, seed + salt);
      const size = chance(1) < 0.3 ? 7 : 10 + chance(2) * 6;
      const x = u - (column + dx + 0.25 + chance(3) * 0.5) * cell;
      const y = v - (row + dy + 0.25 + chance(4) * 0.5) * cell;
      const distance = Math.hypot(x, y);
      const angle = Math.atan2(y, x) + chance(5) * 6.28;
      const edge = size * (0.68 + 0.32 * Math.abs(Math.cos(angle * 2.5)));
      if (distance < size * 0.26) return eye;
      if (distance < edge) return petal;
      const leafAngle = Math.abs(((angle + chance(6) * 6.28) % 2.1) - 1.05);
      if (distance < size * 1.75 && leafAngle < 0.3 * (1 - distance / (size * 1.75))) found = leaf;
    }
  return found;
}
