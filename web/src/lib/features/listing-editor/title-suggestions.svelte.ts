import { foldText } from '@komod/domain/fold-words';
import { suggestFromTitle, type TitleSuggestion } from '@komod/domain/suggest-from-title';
import { sizeRegion } from '#lib/words/size-region.svelte.ts';
import type { DraftEditor } from './draft-editor.svelte.ts';
import type { RecentChoices } from './recent-choices.ts';
import { keepSpent, spentSuggestions } from './spent-suggestions.ts';

/** Of the editor, what a title and its answers are. */
type TitledPiece = Pick<DraftEditor, 'id' | 'draft' | 'title'>;

export type SuggestedField = TitleSuggestion['field'];

/** What the title of the listing in the editor says about questions that are still open. */
export class TitleSuggestions {
  readonly #editor: TitledPiece;
  readonly #recent: RecentChoices;
  #spent = $state.raw(spentSuggestions());

  constructor(editor: TitledPiece, recent: RecentChoices) {
    this.#editor = editor;
    this.#recent = recent;
  }

  /** In the order in which the editor asks. */
  readonly open: readonly TitleSuggestion[] = $derived.by(() => {
    const draft = this.#editor.draft;
    const title = this.#editor.title.text;
    if (title.trim() === '') return [];
    return suggestFromTitle(title, draft ?? {}, { region: sizeRegion(), ...this.#recent }).filter(
      ({ field, value }) => !this.#spent.has(this.#key(field)) && !this.#spent.has(this.#key(field, value)),
    );
  });

  /** Pressed: it is an answer now, and will not be asked again even if that answer goes. */
  take({ field, value }: TitleSuggestion): void {
    this.#spend([this.#key(field, value)]);
  }

  /** Answered by hand: for this title the hand is right. */
  answered(field: SuggestedField): void {
    this.#spend([this.#key(field)]);
  }

  putAway(): void {
    this.#spend(this.open.map(({ field, value }) => this.#key(field, value)));
  }

  #spend(keys: readonly string[]): void {
    this.#spent = new Set([...this.#spent, ...keys]);
    keepSpent(keys);
  }

  #key(field: SuggestedField, value = '*'): string {
    return [this.#editor.id ?? 'new', foldText(this.#editor.title.text), field, value].join(' ');
  }
}
