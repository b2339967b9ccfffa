import { seededRandom } from '@komod/testkit/seeded-random';
import sharp from 'sharp';
import type { Fabric, Weave } from './fabric.ts';
import type { Garment } from './garment.ts';
import { noiseField } from './noise.ts';
import { sheet } from './outline.ts';
import { creaseSvg, liftSvg, type Crease, type View } from './photo-svg.ts';
import { blurred, shifted, type Field } from './relief.ts';

/** Light is worked out for every fourth pixel each way: nothing about it is sharp. */
export const quarter = { width: sheet.width / 4, height: sheet.height / 4 } as const;

/** How much a weave shines: leather and satin catch the light. */
const gloss: Partial<Record<Weave, number>> = { leather: 0.5, satin: 0.75 };
/** How sharply it folds. */
const softness: Partial<Record<Weave, number>> = {
  satin: 1.5,
  weave: 1.15,
  knit: 0.8,
  rib: 0.8,
  wool: 0.85,
  leather: 0.7,
  denim: 0.95,
};

async function field(svg: Buffer): Promise<Field> {
  const bytes = await sharp(svg).extractChannel(0).raw().toBuffer();
  const values = new Float32Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) values[at] = bytes[at]! / 255;
  return { ...quarter, values };
}

/** Creases of no given place, so that two pieces of one cut do not lie alike. */
function chanceCreases(seed: number, count: number): Crease[] {
  const random = seededRandom(seed ^ 0x2f6e2b1);
  return Array.from({ length: count }, () => {
    const x = random.between(260, 940);
    const y = random.between(420, 1280);
    const dx = random.between(-90, 90);
    const dy = random.between(60, 220) * (random.chance(0.5) ? 1 : -1);
    const bend = random.between(-50, 50);
    return {
      path: `M${x} ${y}C${x + dx * 0.3 + bend} ${y + dy * 0.3} ${x + dx * 0.7 + bend} ${y + dy * 0.7} ${x + dx} ${y + dy}`,
      width: random.between(14, 40),
      depth: 0.18 + random.next() * 0.22,
    };
  });
}

export interface Light {
  /** Factor on the cloth's colour. */
  cloth: Float32Array;
  /** White added where cloth shines. */
  shine: Float32Array;
  /** Factor on the ground. */
  ground: Float32Array;
  /** Units by which the cloth's pattern is pulled aside. */
  pullX: Float32Array;
  pullY: Float32Array;
}

interface Surface {
  /** Height of what lies there, in pixels of the field. */
  height: Float32Array;
  /** How the cloth rolls, -0.7 to 0.7. */
  rolling: Float32Array;
  /** How deep a place lies below what is beside it. */
  hollow: Float32Array;
}

function surfaceOf(lift: Field, crease: Field, view: View, soft: number, seed: number): Surface {
  const count = lift.values.length;
  const wide = Math.sqrt(view.scale);
  const near = blurred(lift, 1.6 * wide).values;
  const far = blurred(lift, 7 * wide).values;
  const furrows = blurred(crease, 3.2 * view.scale ** 0.8).values;
  const furrowHeight = 19 * soft * view.scale ** 0.7;
  const broad = noiseField(lift.width, lift.height, 34 * wide, seed);
  const fine = noiseField(lift.width, lift.height, 15 * wide, seed + 7);
  const surface: Surface = {
    height: new Float32Array(count),
    rolling: new Float32Array(count),
    hollow: new Float32Array(count),
  };
  for (let at = 0; at < count; at += 1) {
    const rolling = broad[at]! + fine[at]! * 0.4;
    surface.rolling[at] = rolling;
    surface.hollow[at] = Math.max(0, far[at]! - near[at]!);
    surface.height[at] =
      near[at]! * 13 * wide + far[at]! * 16 * wide + (furrows[at]! - 0.5) * furrowHeight + rolling * 7 * soft;
  }
  return surface;
}

/** One soft light from the top left over everything that lies there. */
export async function lightOf(garment: Garment, view: View, fabric: Fabric, seed: number): Promise<Light> {
  const creases = [...garment.folds, ...chanceCreases(seed, 9)];
  const [lift, crease] = await Promise.all([field(liftSvg(garment, view)), field(creaseSvg(creases, view))]);
  const { width, height: rows } = quarter;
  const count = width * rows;
  const mask: Field = { ...quarter, values: new Float32Array(count) };
  for (let at = 0; at < count; at += 1) mask.values[at] = Math.min(1, lift.values[at]! * 5);
  const wide = Math.sqrt(view.scale);
  const contact = blurred(shifted(mask, 2, 3), 3 * wide).values;
  const cast = blurred(shifted(mask, 9, 13), 14 * wide).values;
  const { height, rolling, hollow } = surfaceOf(lift, crease, view, softness[fabric.weave] ?? 1, seed);
  const light: Light = {
    cloth: new Float32Array(count),
    shine: new Float32Array(count),
    ground: new Float32Array(count),
    pullX: new Float32Array(count),
    pullY: new Float32Array(count),
  };
  const shine = gloss[fabric.weave] ?? 0;
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const across = height[x < width - 1 ? at + 1 : at]! - height[x > 0 ? at - 1 : at]!;
      const down = height[y < rows - 1 ? at + width : at]! - height[y > 0 ? at - width : at]!;
      const slope = across * 0.3 + down * 0.4;
      const fromWindow = 1.07 - 0.17 * (0.42 * (x / width) + 0.58 * (y / rows));
      const shade = Math.max(-0.5, Math.min(0.32, slope * (slope > 0 ? 0.24 : 0.36)));
      light.cloth[at] = fromWindow * Math.max(0.42, 1 + shade - hollow[at]! * 1.05);
      light.shine[at] = shine * Math.max(0, Math.min(1, slope * 0.42 - 0.06)) ** 2 * 120;
      light.ground[at] = fromWindow * (1 - 0.34 * contact[at]!) * (1 - 0.24 * cast[at]!);
      light.pullX[at] = across * 2.2 + rolling[at]! * 10;
      light.pullY[at] = down * 2.2 + rolling[at]! * 7;
    }
  return light;
}
