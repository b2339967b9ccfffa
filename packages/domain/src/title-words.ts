import type { Condition } from './condition.ts';

// Other words for colours and conditions, in both languages, as people write them in titles.

export const colourWords: Readonly<Record<string, string>> = {
  black: 'jet black, سیاه, مشکی, ذغالی تیره',
  white: 'off white, off-white, سفید, شیری',
  cream: 'ivory, ecru, vanilla, کرم, کرم رنگ, استخوانی',
  beige: 'camel, tan, sand, nude, بژ, نسکافه‌ای, شتری, خاکی',
  brown: 'chocolate, cognac, قهوه‌ای, شکلاتی, عسلی',
  grey: 'gray, charcoal, anthracite, خاکستری, طوسی, توسی, دودی, ذغالی',
  silver: 'نقره‌ای',
  gold: 'golden, rose gold, طلایی',
  red: 'scarlet, crimson, قرمز',
  burgundy: 'bordeaux, maroon, wine red, oxblood, زرشکی, شرابی, آلبالویی, جگری',
  pink: 'blush, fuchsia, hot pink, rose pink, صورتی, گلبهی, سرخابی',
  orange: 'coral, rust, terracotta, نارنجی, آجری, مرجانی',
  yellow: 'mustard, lemon, زرد, خردلی, لیمویی',
  green: 'emerald, bottle green, mint, sage, سبز, یشمی, پسته‌ای',
  olive: 'khaki, army green, olive green, زیتونی, سدری',
  turquoise: 'teal, aqua, فیروزه‌ای, سبزآبی',
  'light-blue': 'baby blue, sky blue, pale blue, آبی روشن, آبی آسمانی, آسمانی',
  blue: 'royal blue, cobalt, آبی, آبی کاربنی, کاربنی',
  navy: 'navy blue, dark blue, midnight blue, سرمه‌ای, سورمه‌ای',
  purple: 'lilac, lavender, violet, plum, mauve, بنفش, یاسی, بادمجانی',
};

export const conditionWords: Readonly<Record<Condition, string>> = {
  nwt: 'new with tags, new with tag, brand new with tags, nwt, bnwt, tags attached, tags still on, نو با اتیکت, نو و با اتیکت, با اتیکت, نو با برچسب, نو اتیکت دار, اتیکت‌دار, نو با مارک, آکبند',
  'like-new':
    'like new, as new, nearly new, new without tags, nwot, bnwot, worn once, worn twice, never worn, unworn, در حد نو, در حدنو, مثل نو, نوی نو, یک بار پوشیده, یکبار پوشیده, یک بار مصرف, پوشیده نشده',
  good: 'good condition, very good condition, excellent condition, great condition, gently used, gently worn, وضعیت خوب, خیلی تمیز, سالم و تمیز, تمیز و سالم',
  fair: 'fair condition, well worn, well loved, some flaws, visible wear, کارکرده, دست دوم کارکرده, ایراد جزئی, زدگی دارد',
};

/** What follows them says what comes with a piece, not what it is. */
export const headEnds = new Set('with for in by from plus incl including با برای از به همراه'.split(' '));
