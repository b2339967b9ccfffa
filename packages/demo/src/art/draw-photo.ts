import { seededRandom } from '@komod/testkit/seeded-random';
import sharp from 'sharp';
import { mix, rgb, scaled, type Rgb } from './colour.ts';
import { compose, type Cut } from './compose.ts';
import { weaveTile, type Fabric, type Tile } from './fabric.ts';
import type { Cloth, Garment } from './garment.ts';
import { garments, type GarmentName } from './garments.ts';
import { lightOf } from './light.ts';
import { hash } from './noise.ts';
import { sheet } from './outline.ts';
import { partsSvg, trimmingsSvg, type Trimmings, type View } from './photo-svg.ts';

/** What the sheet under the garment looks like, ten muted ones. */
export const grounds = [
  '#d9d2c7',
  '#c9c4bb',
  '#e4ded3',
  '#cfd2cf',
  '#d8cbbf',
  '#c3c9cd',
  '#dcd6d8',
  '#cdd0c2',
  '#e2dad0',
  '#bdb8b2',
] as const;

export const photoKinds = ['whole', 'fabric', 'label'] as const;
export type PhotoKind = (typeof photoKinds)[number];

export interface Scene {
  garment: GarmentName;
  fabric: Fabric;
  /** Index of `grounds`. */
  ground: number;
  /** As it stands on the label, such as `M` or `38.5`. */
  size: string;
  seed: number;
}

const { width, height } = sheet;
/** As large as the photo holds with a margin, in its middle. */
function framed({ parts }: Garment): Pick<View, 'focus' | 'scale'> {
  const numbers = parts.flatMap(({ path }) => path.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
  const xs = numbers.filter((_, index) => index % 2 === 0);
  const ys = numbers.filter((_, index) => index % 2 === 1);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((width * 0.92) / (right - left), (height * 0.87) / (bottom - top), 1.2);
  return { focus: [(left + right) / 2, (top + bottom) / 2], scale };
}

/** Its label is seen without turning anything over. */
const hasOpening = ({ parts }: Garment): boolean => parts.some(({ cloth }) => cloth === 'inside');

function viewOf(kind: PhotoKind, garment: Garment, seed: number): View {
  const random = seededRandom(seed ^ 0x51ed27);
  const tilt = random.next() * 6 - 3;
  if (kind === 'whole') return { ...framed(garment), turn: tilt };
  if (kind === 'fabric') return { focus: garment.detail, scale: 2.7, turn: tilt * 2 - 4 };
  return { focus: garment.label, scale: 4.3, turn: tilt };
}

/** Pixels of cloth drawn to a sheet unit at most; nearer views stretch them. */
const finest = 1.8;
const dark: Rgb = [30, 28, 30];

function cutsOf(scene: Scene, garment: Garment, scale: number): Cut[] {
  const { fabric, seed } = scene;
  const [ground = '#888888', second = ground] = fabric.colours;
  const hex = (colour: Rgb): string =>
    `#${colour
      .map((value) =>
        Math.round(Math.max(0, Math.min(255, value)))
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
  const isKnit = fabric.weave === 'knit' || fabric.weave === 'rib';
  const trim =
    fabric.pattern === 'plain' || fabric.pattern === 'pinstripe' || fabric.pattern === 'check'
      ? ground
      : second;
  const plainTrim = fabric.pattern === 'floral' ? ground : fabric.pattern === 'stripe' ? ground : trim;
  const cloths: Record<Cloth, () => Fabric> = {
    main: () => fabric,
    rib: () => ({ weave: 'rib', pattern: 'plain', colours: [isKnit ? ground : plainTrim] }),
    plain: () => ({
      weave: fabric.weave,
      pattern: 'plain',
      colours: [hex(mix(rgb(plainTrim), [255, 255, 255], 0.1))],
    }),
    inside: () => ({
      weave: fabric.weave === 'leather' ? 'weave' : 'satin',
      pattern: 'plain',
      colours: [hex(scaled(mix(rgb(ground), [120, 112, 104], 0.3), 0.8))],
    }),
    sole: () => ({
      weave: 'satin',
      pattern: 'plain',
      colours: [scene.garment === 'trainers' ? '#ece7dc' : hex(mix(rgb(ground), dark, 0.72))],
    }),
    strap: () => ({
      weave: 'leather',
      pattern: 'plain',
      colours: [fabric.weave === 'leather' ? ground : '#7a4c2c'],
    }),
  };
  const tiles = new Map<Cloth, Tile>();
  const tileOf = (cloth: Cloth): Tile => {
    const known =
      tiles.get(cloth) ??
      weaveTile(cloths[cloth](), Math.min(scale, cloth === 'main' || cloth === 'rib' ? finest : 1), seed);
    tiles.set(cloth, known);
    return known;
  };
  return garment.parts.map(({ cloth = 'main', grain = 0 }, index) => ({
    tile: tileOf(cloth),
    cos: Math.cos((grain * Math.PI) / 180),
    sin: Math.sin((grain * Math.PI) / 180),
    offset: index === 0 || grain === 0 ? 0 : index * 37,
    tone: 1 + (hash(index, 3, seed) - 0.5) * 0.03,
  }));
}

const raw = async (svg: Buffer) => (await sharp(svg).ensureAlpha().raw().toBuffer()) as Uint8Array;

const luminance = (colour: string): number => rgb(colour).reduce((sum, value) => sum + value, 0) / 765;

function trimOf({ garment, fabric }: Scene, size: string | null): Trimmings {
  const [ground = '#888888', second = ground] = fabric.colours;
  const light = luminance(ground);
  const isDenim = fabric.weave === 'denim';
  return {
    thread: isDenim ? '#c58a3c' : light < 0.35 ? '#9a948c' : '#5f5953',
    button: light < 0.35 ? '#3a2c24' : light > 0.75 ? '#efe8da' : '#4b3a2e',
    metal: isDenim ? '#b5793f' : '#c6a65c',
    cord: garment === 'trainers' ? '#f1ece2' : fabric.pattern === 'plain' ? ground : second,
    size,
    seam: fabric.weave === 'knit' ? 0.6 : 1,
  };
}

/** A JPEG, 1200 × 1600. The same scene and kind give the same pixels on every machine. */
export async function drawPhoto(scene: Scene, kind: PhotoKind): Promise<Uint8Array> {
  const pixels = await drawPixels(scene, kind);
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 82 })
    .toBuffer();
  return new Uint8Array(bytes);
}

/** RGB, one byte each. */
export async function drawPixels(scene: Scene, kind: PhotoKind): Promise<Uint8Array> {
  const { fabric, seed } = scene;
  const garment: Garment = garments[scene.garment];
  const view = viewOf(kind, garment, seed);
  const isLabelSeen = kind === 'label' || (kind === 'whole' && hasOpening(garment));
  const trimmings = trimmingsSvg(garment, view, trimOf(scene, isLabelSeen ? scene.size : null));
  const [parts, sewn, light] = await Promise.all([
    raw(partsSvg(garment, view)),
    raw(trimmings),
    lightOf(garment, view, fabric, seed),
  ]);
  const ground = rgb(grounds[scene.ground % grounds.length]!);
  return compose({ parts, sewn, light, cuts: cutsOf(scene, garment, view.scale), view, ground, seed });
}
