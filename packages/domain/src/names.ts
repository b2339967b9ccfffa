/** What a person reads, per language of the app. */
export interface Names {
  readonly en: string;
  readonly fa: string;
}
