/** `null` is every department; the feed filters by the first word of the category. */
export type Department = string | null;
