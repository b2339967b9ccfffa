import type { Names } from './names.ts';

export const conditions = ['nwt', 'like-new', 'good', 'fair'] as const;
export type Condition = (typeof conditions)[number];

export const conditionNames: Readonly<Record<Condition, { names: Names; meaning: Names }>> = {
  nwt: {
    names: { en: 'New with tags', fa: 'نو با برچسب' },
    meaning: {
      en: 'Never worn, with the tags still attached.',
      fa: 'هرگز پوشیده نشده و برچسبش هنوز روی آن است.',
    },
  },
  'like-new': {
    names: { en: 'Like new', fa: 'در حد نو' },
    meaning: {
      en: 'Worn once or twice, no signs of wear.',
      fa: 'یکی دو بار پوشیده شده و نشانی از کارکرد ندارد.',
    },
  },
  good: {
    names: { en: 'Good', fa: 'خوب' },
    meaning: {
      en: 'Worn and well kept, small signs of wear.',
      fa: 'پوشیده شده و تمیز مانده، با نشانه‌های کوچک کارکرد.',
    },
  },
  fair: {
    names: { en: 'Fair', fa: 'کارکرده' },
    meaning: {
      en: 'Clear signs of wear or a flaw, shown in the photos.',
      fa: 'کارکرد یا ایراد آن پیداست و در عکس‌ها دیده می‌شود.',
    },
  },
};
