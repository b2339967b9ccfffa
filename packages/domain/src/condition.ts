export const conditions = ['nwt', 'like-new', 'good', 'fair'] as const;
export type Condition = (typeof conditions)[number];
