import { boots, cushion, throwBlanket, tote, trainers } from './accessories-and-home.ts';
import { dress, jeans, skirt, slip } from './dresses-and-bottoms.ts';
import type { Garment } from './garment.ts';
import { blazer, coat } from './outerwear.ts';
import { cardigan, jumper, shirt, tee } from './tops.ts';

export const garments = {
  tee,
  shirt,
  jumper,
  cardigan,
  blazer,
  coat,
  dress,
  slip,
  skirt,
  jeans,
  tote,
  boots,
  trainers,
  cushion,
  throw: throwBlanket,
} as const satisfies Record<string, Garment>;

export type GarmentName = keyof typeof garments;
