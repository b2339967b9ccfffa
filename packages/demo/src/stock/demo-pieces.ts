import { findColour } from '@komod/domain/colours';
import { conditions, type Condition } from '@komod/domain/condition';
import type { Piece } from '@komod/domain/piece';
import { defaultPolicy } from '@komod/domain/policy';
import { findSize } from '@komod/domain/size-scales';
import { seededRandom, type SeededRandom } from '@komod/testkit/seeded-random';
import { grounds, type Scene } from '../art/draw-photo.ts';
import { closets, type DemoCloset } from './closets.ts';
import { cloths, type ClothKind, type ClothName } from './cloths.ts';
import { cuts, type CutKind } from './cuts.ts';
import { dyed, type Dye } from './palette.ts';
import { care, labels, origins, remarks, wear } from './sentences.ts';

/** A listing of the demo before its photos are drawn. */
export interface DemoPiece {
  /** Also the listing's id: the same in every run, so that a second run finds what the first one made. */
  id: string;
  handle: string;
  scene: Scene;
  piece: Omit<Piece, 'photos'>;
  isSold: boolean;
}

const minorPerUnit = 10 ** defaultPolicy.currencies[defaultPolicy.currency]!.fractionDigits;
const conditionWeights: readonly Condition[] = [
  ...conditions,
  'like-new',
  'like-new',
  'good',
  'good',
  'good',
];
const conditionShare: Readonly<Record<Condition, number>> = {
  nwt: 1.15,
  'like-new': 1,
  good: 0.78,
  fair: 0.5,
};

/** As it is sewn on a label: `3-6 M` for `3–6 months`, nothing for a size that is not on it. */
export function labelText(size: string): string {
  if (size === 'unlabelled') return '';
  const name = findSize(size)?.names.en ?? '';
  return name
    .replace('–', '-')
    .replace(/ (month|year)s?$/, (_, unit: string) => ` ${unit[0] ?? ''}`)
    .toUpperCase();
}

function pickSize(sizes: readonly string[], random: SeededRandom): string {
  if (sizes.length > 1 && random.chance(0.06)) return 'unlabelled';
  // Twice drawn, so that the middle sizes are the common ones.
  const middle = (random.next() + random.next()) / 2;
  return sizes[Math.floor(middle * sizes.length)]!;
}

function priceOf(
  cut: CutKind,
  condition: Condition,
  random: SeededRandom,
): Pick<Piece, 'price' | 'originalPrice'> {
  const [from, to] = cut.price;
  const plain = (from + (to - from) * random.next() ** 1.6) * conditionShare[condition];
  const whole = Math.max(5, plain > 60 ? Math.round(plain / 5) * 5 : Math.round(plain));
  const price = whole * minorPerUnit;
  if (!random.chance(0.55)) return { price };
  return { price, originalPrice: Math.ceil((whole * (1.9 + random.next() * 1.6)) / 5) * 5 * minorPerUnit };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function titleOf(
  cut: CutKind,
  cloth: ClothKind,
  dye: Dye,
  language: 'en' | 'fa',
  random: SeededRandom,
): string {
  const colour = findColour(dye)?.names[language] ?? '';
  const remark = random.chance(0.3) ? random.pick(remarks)[language] : null;
  if (language === 'en') {
    const name = random.chance(0.6)
      ? `${colour} ${cloth.names.en} ${cut.names.en}`
      : `${cloth.names.en} ${cut.names.en}`;
    return capital(name.toLowerCase()).replace('chelsea', 'Chelsea') + (remark ? `, ${remark}` : '');
  }
  const name = [cut.names.fa, cloth.names.fa, random.chance(0.6) ? colour : ''].filter(Boolean).join(' ');
  return remark ? `${name}، ${remark}` : name;
}

function makePiece(closet: DemoCloset, index: number, number: number): DemoPiece {
  const random = seededRandom(number * 7919 + 17);
  const { language } = closet;
  const cut: CutKind = cuts[closet.cuts[index % closet.cuts.length]!];
  const { category } = cut;
  const own = cut.cloths.filter((name) => !closet.cloths || closet.cloths.includes(name));
  const clothName: ClothName = random.pick(own.length > 0 ? own : cut.cloths);
  const cloth: ClothKind = cloths[clothName];
  const dye = random.pick(cloth.dyes);
  const { hexes, named } = dyed(dye, cloth.pattern);
  const condition = random.pick(conditionWeights);
  const size = pickSize(cut.sizes, random);
  const sentences = [random.pick(origins), cloth.touch, random.pick(wear[condition]), random.pick(care)];
  const told = sentences.slice(0, random.chance(0.6) ? 4 : 3);
  // Some people write lines.
  const between = random.chance(0.35) ? '\n' : ' ';
  return {
    id: `${closet.handle}-${String(index + 1).padStart(2, '0')}`,
    handle: closet.handle,
    isSold: number % 13 === 9,
    scene: {
      garment: cut.garment,
      fabric: { weave: cloth.weave, pattern: cloth.pattern, colours: hexes },
      ground: random.between(0, grounds.length - 1),
      size: labelText(size),
      seed: number + 1,
    },
    piece: {
      title: titleOf(cut, cloth, dye, language, random),
      description: told.map((sentence) => sentence[language]).join(between),
      category,
      size,
      brand: random.chance(0.45) ? random.pick(labels)[language] : null,
      colours: [...named].slice(0, defaultPolicy.coloursMax),
      condition,
      ...priceOf(cut, condition, random),
      currency: defaultPolicy.currency,
    },
  };
}

/**
 * Every listing of the demo in the order it is hung: closets take turns and come in one after another, so that the
 * feed is mixed from its first piece on.
 */
export function demoPieces(): DemoPiece[] {
  const total = closets.reduce((sum, { pieces }) => sum + pieces, 0);
  let number = 0;
  const timed = closets.flatMap((closet, order) => {
    const start = order * 6;
    return Array.from({ length: closet.pieces }, (_, index) => ({
      turn: start + (index * (total - start)) / closet.pieces,
      demo: makePiece(closet, index, number++),
    }));
  });
  return timed.toSorted((one, other) => one.turn - other.turn).map(({ demo }) => demo);
}
