import type { Rgb } from './colour.ts';
import { repeat, type Tile } from './fabric.ts';
import { quarter, type Light } from './light.ts';
import { hash } from './noise.ts';
import { sheet } from './outline.ts';
import { partStep, type View } from './photo-svg.ts';

/** How one part of a garment is cut from its cloth. */
export interface Cut {
  tile: Tile;
  cos: number;
  sin: number;
  /** Keeps parts from continuing each other's pattern by accident. */
  offset: number;
  tone: number;
}

export interface Layers {
  /** RGBA: which part lies where. */
  parts: Uint8Array;
  /** RGBA: what is sewn on. */
  sewn: Uint8Array;
  light: Light;
  cuts: readonly Cut[];
  view: View;
  ground: Rgb;
  seed: number;
}

const { width, height } = sheet;
const side = 128;

/** Grain of the picture itself, -1 to 1. */
function grainTile(seed: number): Float32Array {
  const grain = new Float32Array(side * side);
  for (let at = 0; at < grain.length; at += 1)
    grain[at] = hash(at & (side - 1), at >> 7, seed) + hash(at & (side - 1), at >> 7, seed + 9) - 1;
  return grain;
}

/** One row of a field at the photo's own width. */
function stretchRow(field: Float32Array, y: number, into: Float32Array): void {
  const fy = Math.min(quarter.height - 1.001, Math.max(0, (y - 1.5) / 4));
  const row = Math.floor(fy);
  const t = fy - row;
  const above = row * quarter.width;
  const below = above + quarter.width;
  for (let x = 0; x < width; x += 1) {
    const fx = Math.min(quarter.width - 1.001, Math.max(0, (x - 1.5) / 4));
    const column = Math.floor(fx);
    const s = fx - column;
    const left = field[above + column]! * (1 - t) + field[below + column]! * t;
    const right = field[above + column + 1]! * (1 - t) + field[below + column + 1]! * t;
    into[x] = left + (right - left) * s;
  }
}

/** Ground, shadow, cloth, light and grain, pixel by pixel. RGB, one byte each. */
export function compose({ parts, sewn, light, cuts, view, ground, seed }: Layers): Uint8Array {
  const out = new Uint8ClampedArray(width * height * 3);
  const angle = (-view.turn * Math.PI) / 180;
  const cos = Math.cos(angle) / view.scale;
  const sin = Math.sin(angle) / view.scale;
  const grain = grainTile(seed);
  const [cloth, shine, under, pullX, pullY] = Array.from({ length: 5 }, () => new Float32Array(width)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  let part = 0;
  for (let y = 0; y < height; y += 1) {
    stretchRow(light.cloth, y, cloth);
    stretchRow(light.shine, y, shine);
    stretchRow(light.ground, y, under);
    stretchRow(light.pullX, y, pullX);
    stretchRow(light.pullY, y, pullY);
    const dy = y - height / 2;
    for (let x = 0; x < width; x += 1) {
      const pixel = y * width + x;
      const speck = grain[(y & (side - 1)) * side + (x & (side - 1))]!;
      const cover = parts[pixel * 4 + 3]! / 255;
      let red = 0;
      let green = 0;
      let blue = 0;
      if (cover < 1) {
        const lit = (under[x]! + speck * 0.022) * (1 - cover);
        red = ground[0] * lit;
        green = ground[1] * lit;
        blue = ground[2] * lit;
      }
      if (cover > 0) {
        const mark = parts[pixel * 4]!;
        const nearest = Math.round(mark / partStep);
        // Between two parts the marks blend into one of neither: the neighbour's is right.
        if (nearest > 0 && nearest <= cuts.length && Math.abs(mark - nearest * partStep) <= 1)
          part = nearest - 1;
        const cut = cuts[part]!;
        const dx = x - width / 2;
        const u = dx * cos - dy * sin + view.focus[0] + pullX[x]!;
        const v = dx * sin + dy * cos + view.focus[1] + pullY[x]!;
        const { side: span, pixels } = cut.tile;
        const perUnit = span / repeat;
        let tileU = ((u * cut.cos + v * cut.sin + cut.offset) * perUnit) % span;
        let tileV = ((v * cut.cos - u * cut.sin + cut.offset) * perUnit) % span;
        if (tileU < 0) tileU += span;
        if (tileV < 0) tileV += span;
        const iu = Math.min(span - 1, Math.floor(tileU));
        const iv = Math.min(span - 1, Math.floor(tileV));
        const nextU = iu + 1 === span ? 0 : iu + 1;
        const nextV = iv + 1 === span ? 0 : iv + 1;
        const su = tileU - iu;
        const sv = tileV - iv;
        const a = (iv * span + iu) * 3;
        const b = (iv * span + nextU) * 3;
        const c = (nextV * span + iu) * 3;
        const d = (nextV * span + nextU) * 3;
        const lit = (cloth[x]! * cut.tone + speck * 0.02) * cover;
        const wa = (1 - su) * (1 - sv) * lit;
        const wb = su * (1 - sv) * lit;
        const wc = (1 - su) * sv * lit;
        const wd = su * sv * lit;
        const gleam = shine[x]! * cover;
        red += pixels[a]! * wa + pixels[b]! * wb + pixels[c]! * wc + pixels[d]! * wd + gleam;
        green +=
          pixels[a + 1]! * wa + pixels[b + 1]! * wb + pixels[c + 1]! * wc + pixels[d + 1]! * wd + gleam;
        blue += pixels[a + 2]! * wa + pixels[b + 2]! * wb + pixels[c + 2]! * wc + pixels[d + 2]! * wd + gleam;
      }
      const sewnShare = sewn[pixel * 4 + 3]! / 255;
      if (sewnShare > 0) {
        const lit = Math.min(1.1, cloth[x]!) * sewnShare;
        red = red * (1 - sewnShare) + sewn[pixel * 4]! * lit;
        green = green * (1 - sewnShare) + sewn[pixel * 4 + 1]! * lit;
        blue = blue * (1 - sewnShare) + sewn[pixel * 4 + 2]! * lit;
      }
      out[pixel * 3] = red;
      out[pixel * 3 + 1] = green;
      out[pixel * 3 + 2] = blue;
    }
  }
  return new Uint8Array(out.buffer);
}
