import type { Names } from '@komod/domain/names';
import type { Pattern, Weave } from '../art/fabric.ts';
import type { Dye } from './palette.ts';

export interface ClothKind {
  weave: Weave;
  pattern: Pattern;
  /** In front of the garment's name in English, behind it in Persian. */
  names: Names;
  /** What it dyes well in. */
  dyes: readonly Dye[];
  /** How it feels, one sentence. */
  touch: Names;
}

const neutrals: readonly Dye[] = ['black', 'navy', 'grey', 'brown', 'beige'];

export const cloths = {
  linen: {
    weave: 'weave',
    pattern: 'plain',
    names: { en: 'linen', fa: 'لینن' },
    dyes: ['cream', 'beige', 'olive', 'light-blue', 'white', 'pink'],
    touch: { en: 'Washed linen that only gets softer.', fa: 'لینن شسته‌شده که با هر شست‌وشو نرم‌تر می‌شود.' },
  },
  cotton: {
    weave: 'weave',
    pattern: 'plain',
    names: { en: 'cotton', fa: 'نخی' },
    dyes: ['white', 'navy', 'light-blue', 'yellow', 'pink', 'green', 'red'],
    touch: { en: 'Crisp cotton, cool to wear.', fa: 'نخ خنک و سبک، مناسب روزهای گرم.' },
  },
  stripe: {
    weave: 'weave',
    pattern: 'stripe',
    names: { en: 'striped', fa: 'راه‌راه' },
    dyes: ['navy', 'red', 'green', 'black', 'blue'],
    touch: { en: 'The stripes meet at the side seams.', fa: 'راه‌ها در درزهای پهلو به هم می‌رسند.' },
  },
  gingham: {
    weave: 'weave',
    pattern: 'gingham',
    names: { en: 'gingham', fa: 'چهارخانهٔ ریز' },
    dyes: ['red', 'blue', 'green', 'black', 'pink'],
    touch: { en: 'Light gingham with a little body.', fa: 'پارچهٔ چهارخانهٔ سبک که خوب می‌ایستد.' },
  },
  floral: {
    weave: 'weave',
    pattern: 'floral',
    names: { en: 'floral', fa: 'گل‌دار' },
    dyes: ['navy', 'burgundy', 'green', 'cream', 'turquoise', 'black'],
    touch: {
      en: 'Small flowers, printed through to the back.',
      fa: 'گل‌های ریز که پشت پارچه هم دیده می‌شوند.',
    },
  },
  dots: {
    weave: 'weave',
    pattern: 'dots',
    names: { en: 'polka-dot', fa: 'خال‌دار' },
    dyes: ['navy', 'black', 'burgundy', 'green'],
    touch: { en: 'Even dots on a matt ground.', fa: 'خال‌های یکدست روی زمینهٔ مات.' },
  },
  wool: {
    weave: 'wool',
    pattern: 'plain',
    names: { en: 'wool', fa: 'پشمی' },
    dyes: [...neutrals, 'burgundy', 'olive', 'green', 'purple'],
    touch: { en: 'Dense wool, warm without being heavy.', fa: 'پشم فشرده؛ گرم است و سنگین نیست.' },
  },
  check: {
    weave: 'wool',
    pattern: 'check',
    names: { en: 'checked wool', fa: 'پشمی چهارخانه' },
    dyes: ['beige', 'brown', 'grey', 'olive', 'burgundy'],
    touch: { en: 'The check is matched at the front.', fa: 'چهارخانه‌ها در جلو با هم میزان‌اند.' },
  },
  pinstripe: {
    weave: 'twill',
    pattern: 'pinstripe',
    names: { en: 'pinstripe', fa: 'راه‌باریک' },
    dyes: ['navy', 'grey', 'black', 'brown'],
    touch: { en: 'A fine stripe you see from close by.', fa: 'راه‌های باریکی که از نزدیک پیدا می‌شوند.' },
  },
  twill: {
    weave: 'twill',
    pattern: 'plain',
    names: { en: 'twill', fa: 'کتان' },
    dyes: ['beige', 'olive', 'navy', 'grey', 'brown'],
    touch: { en: 'Hard-wearing twill, broken in.', fa: 'کتان محکم که دیگر جا افتاده است.' },
  },
  knit: {
    weave: 'knit',
    pattern: 'plain',
    names: { en: 'knitted', fa: 'بافتنی' },
    dyes: ['cream', 'grey', 'navy', 'green', 'burgundy', 'pink', 'yellow'],
    touch: { en: 'Soft yarn, no bobbles.', fa: 'کاموای نرم که پرز نداده است.' },
  },
  striped_knit: {
    weave: 'knit',
    pattern: 'stripe',
    names: { en: 'striped knitted', fa: 'بافتنی راه‌راه' },
    dyes: ['navy', 'red', 'green', 'brown'],
    touch: { en: 'Fine stripes, knitted in and not printed.', fa: 'راه‌ها بافته شده‌اند، نه چاپ.' },
  },
  rib: {
    weave: 'rib',
    pattern: 'plain',
    names: { en: 'ribbed', fa: 'کشباف' },
    dyes: ['black', 'cream', 'olive', 'orange', 'navy', 'burgundy'],
    touch: { en: 'Ribbed, so it follows the body.', fa: 'کشباف است و روی تن می‌نشیند.' },
  },
  cord: {
    weave: 'cord',
    pattern: 'plain',
    names: { en: 'corduroy', fa: 'مخمل کبریتی' },
    dyes: ['brown', 'orange', 'olive', 'navy', 'burgundy'],
    touch: { en: 'Broad corduroy with all its pile.', fa: 'مخمل کبریتی پهن با پرز کامل.' },
  },
  denim: {
    weave: 'denim',
    pattern: 'plain',
    names: { en: 'denim', fa: 'جین' },
    dyes: ['blue', 'navy', 'light-blue', 'black'],
    touch: { en: 'Rigid denim that has taken its shape.', fa: 'جین ضخیم که فرم گرفته است.' },
  },
  satin: {
    weave: 'satin',
    pattern: 'plain',
    names: { en: 'satin', fa: 'ساتن' },
    dyes: ['burgundy', 'green', 'black', 'navy', 'beige', 'purple'],
    touch: { en: 'Heavy satin that falls well.', fa: 'ساتن سنگین با ریزش خوب.' },
  },
  leather: {
    weave: 'leather',
    pattern: 'plain',
    names: { en: 'leather', fa: 'چرم' },
    dyes: ['brown', 'black', 'beige', 'burgundy'],
    touch: { en: 'Full leather, fed twice a year.', fa: 'چرم طبیعی که مرتب واکس خورده است.' },
  },
  suede: {
    weave: 'wool',
    pattern: 'plain',
    names: { en: 'suede', fa: 'جیر' },
    dyes: ['beige', 'brown', 'olive', 'grey'],
    touch: { en: 'Brushed suede, never soaked.', fa: 'جیر برس‌خورده که خیس نشده است.' },
  },
  canvas: {
    weave: 'weave',
    pattern: 'plain',
    names: { en: 'canvas', fa: 'برزنتی' },
    dyes: ['beige', 'navy', 'olive', 'cream', 'red'],
    touch: { en: 'Thick canvas, washed once.', fa: 'برزنت ضخیم که یک بار شسته شده است.' },
  },
} as const satisfies Record<string, ClothKind>;

export type ClothName = keyof typeof cloths;
