import { mix, rgb, scaled, type Rgb } from './colour.ts';
import { hash, smoothNoise } from './noise.ts';
import { isOnPetal } from './floral.ts';

export type Weave = 'weave' | 'rib' | 'twill' | 'knit' | 'cord' | 'denim' | 'wool' | 'leather' | 'satin';
export type Pattern = 'plain' | 'stripe' | 'pinstripe' | 'check' | 'gingham' | 'floral' | 'dots';

export interface Fabric {
  weave: Weave;
  pattern: Pattern;
  /** `#rrggbb`: the ground first, then what is printed or woven in. */
  colours: readonly string[];
}

/** Units of the sheet after which every weave and pattern begins again; all periods divide it. */
export const repeat = 240;

export interface Tile {
  side: number;
  /** RGB, one byte each, row by row. */
  pixels: Uint8Array;
}

/** Light of the thread itself, about 1, at a place in sheet units. */
function thread(weave: Weave, u: number, v: number, seed: number): number {
  const fibre = (hash(Math.floor(u * 2.2), Math.floor(v * 2.2), seed) - 0.5) * 0.05;
  const turn = 2 * Math.PI;
  switch (weave) {
    case 'weave': {
      const isOver = (Math.floor(u / 3) + Math.floor(v / 3)) % 2 === 0;
      const across = isOver ? u / 3 : v / 3;
      const slub = smoothNoise(u, v * 9, 24, repeat / 24, seed) - 0.5;
      return (
        0.97 +
        0.07 * Math.sin(Math.PI * (across - Math.floor(across))) +
        (isOver ? 0.02 : -0.02) +
        slub * 0.08 +
        fibre
      );
    }
    case 'rib': {
      const x = (u / 12) % 1;
      const stitch = Math.sin((turn * v) / 6 + (x > 0.5 ? 1.6 : 0)) * 0.04;
      return 0.84 + 0.24 * Math.sin(Math.PI * x) ** 0.7 + stitch + fibre;
    }
    case 'twill':
      return 0.97 + 0.07 * Math.sin((turn * (u + v)) / 5) + fibre * 1.6;
    case 'knit': {
      const x = (u / 12) % 1;
      const arm = Math.abs(x - 0.5);
      const row = Math.sin((turn * v) / 10 + arm * 7.2);
      return (
        0.8 +
        0.2 * (row * 0.5 + 0.5) * (1 - Math.abs(arm - 0.24) * 1.6) +
        0.14 * Math.sin(turn * arm) +
        fibre * 1.6
      );
    }
    case 'cord': {
      const x = (u / 10) % 1;
      return 0.8 + 0.26 * Math.sin(Math.PI * x) ** 0.6 + fibre * 2;
    }
    case 'denim': {
      const diagonal = Math.sin((turn * (u + v)) / 4);
      const weft = hash(Math.floor(u), Math.floor(v / 2), seed) > 0.8 ? 0.16 : 0;
      return 0.93 + 0.07 * diagonal + weft + (smoothNoise(u, v, 20, 12, seed) - 0.5) * 0.07 + fibre;
    }
    case 'wool': {
      const cloud = smoothNoise(u, v, 10, 24, seed) + smoothNoise(u, v, 4, 60, seed + 1) - 1;
      return 0.99 + cloud * 0.035 + fibre * 2.4;
    }
    case 'leather': {
      const grain = smoothNoise(u, v, 5, 48, seed);
      const crease = Math.abs(smoothNoise(u, v, 12, 20, seed + 3) - 0.5);
      return 0.96 + (grain - 0.5) * 0.1 - (crease < 0.03 ? 0.05 : 0);
    }
    default:
      return 1 + 0.012 * Math.sin((turn * (u + v * 0.5)) / 3) + fibre * 0.4;
  }
}

function printed(fabric: Fabric, palette: readonly Rgb[], u: number, v: number, seed: number): Rgb {
  const ground = palette[0] ?? [128, 128, 128];
  const second = palette[1] ?? scaled(ground, 0.6);
  const third = palette[2] ?? mix(second, [255, 255, 255], 0.4);
  const band = (at: number, period: number): number => ((at % period) + period) % period;
  switch (fabric.pattern) {
    case 'stripe':
      return band(v, 60) < 24 ? second : ground;
    case 'pinstripe':
      return band(u, 30) < 2.4 ? mix(ground, second, 0.62) : ground;
    case 'gingham': {
      const share = (band(u, 40) < 20 ? 0.46 : 0) + (band(v, 40) < 20 ? 0.46 : 0);
      return mix(ground, second, share);
    }
    case 'check': {
      let colour = ground;
      const broad = (at: number): boolean => band(at, 120) < 54;
      const inner = (at: number): boolean => band(at - 20, 120) < 14;
      const line = (at: number): boolean => band(at - 84, 120) < 5;
      for (const at of [u, v]) {
        if (broad(at)) colour = mix(colour, second, 0.44);
        if (inner(at)) colour = mix(colour, scaled(second, 0.62), 0.36);
        if (line(at)) colour = mix(colour, third, 0.7);
      }
      return colour;
    }
    case 'dots': {
      const row = Math.floor(band(v, 240) / 30);
      const dx = band(u + (row % 2) * 15, 30) - 15;
      const dy = band(v, 30) - 15;
      return dx * dx + dy * dy < 22 ? second : ground;
    }
    case 'floral':
      return isOnPetal(u, v, seed, [ground, second, third, palette[3] ?? scaled(ground, 0.55)]);
    default:
      return ground;
  }
}

/** One repeat of the cloth, drawn `scale` pixels to a sheet unit. */
export function weaveTile(fabric: Fabric, scale: number, seed: number): Tile {
  const side = Math.round(repeat * scale);
  const palette = fabric.colours.map(rgb);
  const ground: Rgb = palette[0] ?? [128, 128, 128];
  const isPlain = fabric.pattern === 'plain';
  const pixels = new Uint8Array(side * side * 3);
  const step = repeat / side;
  for (let y = 0, out = 0; y < side; y += 1) {
    const v = (y + 0.5) * step;
    for (let x = 0; x < side; x += 1, out += 3) {
      const u = (x + 0.5) * step;
      const light = thread(fabric.weave, u, v, seed);
      const colour = isPlain ? ground : printed(fabric, palette, u, v, seed);
      for (let channel = 0; channel < 3; channel += 1)
        pixels[out + channel] = Math.max(0, Math.min(255, colour[channel]! * light));
    }
  }
  return { side, pixels };
}
