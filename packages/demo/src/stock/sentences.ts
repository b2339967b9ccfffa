import type { Condition } from '@komod/domain/condition';
import type { Names } from '@komod/domain/names';

/** Where it comes from. */
export const origins: readonly Names[] = [
  {
    en: 'Bought two winters ago and worn on a handful of days.',
    fa: 'دو زمستان پیش خریده شده و چند بار بیشتر پوشیده نشده.',
  },
  { en: 'A gift in the wrong size, sadly.', fa: 'هدیه بود و متأسفانه اندازه نشد.' },
  { en: 'Found in a small shop that has closed since.', fa: 'از مغازهٔ کوچکی خریده شد که دیگر بسته شده است.' },
  {
    en: 'It deserves someone who wears it more often.',
    fa: 'حیف است در کمد بماند؛ بهتر است بیشتر پوشیده شود.',
  },
  { en: 'The second of two; the other one stays.', fa: 'یکی از دو تاست؛ آن دیگری می‌ماند.' },
  { en: 'Kept in a cotton bag between seasons.', fa: 'بین فصل‌ها در کیسهٔ پارچه‌ای نگه‌داری شده است.' },
  { en: 'Made by a family workshop, numbered inside.', fa: 'کار یک کارگاه خانوادگی است و داخلش شماره دارد.' },
];

/** How it was kept. */
export const care: readonly Names[] = [
  { en: 'Smoke-free home, one calm cat.', fa: 'خانه بدون دود است و یک گربهٔ آرام دارد.' },
  { en: 'Washed cold, dried flat.', fa: 'با آب سرد شسته و پهن خشک شده است.' },
  { en: 'Comes freshly pressed.', fa: 'اتوکشیده فرستاده می‌شود.' },
  { en: 'Measurements on request.', fa: 'اندازه‌ها را می‌توانید بپرسید.' },
  { en: 'Posted on Mondays and Thursdays.', fa: 'ارسال شنبه‌ها و سه‌شنبه‌ها.' },
];

/** What the condition means for this piece. */
export const wear: Readonly<Record<Condition, readonly Names[]>> = {
  nwt: [
    { en: 'Never worn; the tag is still on.', fa: 'پوشیده نشده و برچسبش هنوز رویش است.' },
    { en: 'New, still folded as it came.', fa: 'نو است و همان‌طور تاشده مانده.' },
  ],
  'like-new': [
    { en: 'Worn once, nothing to see.', fa: 'یک بار پوشیده شده و هیچ نشانی ندارد.' },
    { en: 'Looks as it did on the first day.', fa: 'مثل روز اول است.' },
  ],
  good: [
    { en: 'The cuffs are clean, the lining is whole.', fa: 'سرآستین‌ها تمیز و آستر سالم است.' },
    { en: 'A little softer than new, no marks.', fa: 'کمی نرم‌تر از نو، بدون لک.' },
  ],
  fair: [
    {
      en: 'A small mark inside, not seen when worn.',
      fa: 'یک لک کوچک در داخل دارد که موقع پوشیدن دیده نمی‌شود.',
    },
    { en: 'One seam was mended by hand, carefully.', fa: 'یک درزش با دست و با دقت رفو شده است.' },
  ],
};

/** After the name, some of the time. */
export const remarks: readonly Names[] = [
  { en: 'made to last', fa: 'بادوام' },
  { en: 'an old favourite', fa: 'یادگاری' },
  { en: 'from the nineties', fa: 'یادگار دههٔ هفتاد' },
];

/** Labels that exist nowhere else. */
export const labels: readonly Names[] = [
  { en: 'Norrmill', fa: 'نورمیل' },
  { en: 'Hask & Low', fa: 'ابریشم‌بافان' },
  { en: 'Atelier Saba', fa: 'آتلیه صبا' },
  { en: 'Fennhouse', fa: 'سرای بافت' },
  { en: 'Oda Lund', fa: 'کارگاه مهر' },
  { en: 'Quay Row', fa: 'خانهٔ پود' },
  { en: 'Tarn Weavers', fa: 'تار و پود' },
];
